/** Where a clerk starts: whether it serves, what is wrong with the most pressing first, what else can be done. */
import type { VNode } from 'preact';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ScrollRegion } from '../../parts/scroll-region.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ScreenOf } from '../../screen-of.ts';
import type { OperatorTexts } from '../../texts/operator-texts.ts';
import type { ViewProps } from '../../view.ts';
import { DeviceList } from './device-list.tsx';

export function OperatorHomeView({ screen, texts, act }: ViewProps<'operator-home'>): VNode {
  const { operator } = texts;
  const { home } = operator;
  return (
    <Stage
      layout="wide-contents"
      heading={home.heading}
      lead={<ServiceLine screen={screen} home={home} />}
      actions={
        <>
          {screen.tasks.length === 0 ? null : (
            <section class="operator-tasks" aria-label={home.tasks}>
              {screen.tasks.map((task) => (
                <Button key={task} rank="plain" onPress={() => act({ type: 'operator-task', task })}>
                  {operator.tasks[task]}
                </Button>
              ))}
            </section>
          )}
          <div class="operator-lock">
            <Button rank="primary" sign="lock" onPress={() => act({ type: 'operator-lock' })}>
              {home.lock}
            </Button>
          </div>
        </>
      }
    >
      <ScrollRegion label={home.overview} texts={texts}>
        <div class="operator-overview">
          <FaultList screen={screen} operator={operator} act={act} />
          {screen.owedYen === 0 ? null : (
            <Notice tone="warning">
              <strong>{home.owed(screen.owedYen)}</strong>
            </Notice>
          )}
          {screen.warnings.length === 0 ? null : (
            <Notice tone="information">
              <strong>{home.warnings}</strong>
              <ul>
                {screen.warnings.map((warning) => (
                  <li key={warning}>{operator.warnings[warning]}</li>
                ))}
              </ul>
            </Notice>
          )}
          <DeviceList screen={screen} operator={operator} />
        </div>
      </ScrollRegion>
    </Stage>
  );
}

function ServiceLine({ screen, home }: { screen: ScreenOf<'operator-home'>; home: OperatorTexts['home'] }): VNode {
  const { service, cause, operatorId } = screen;
  return (
    <span class="operator-service">
      <span class={`operator-service-state operator-service-${service}`}>
        <Icon sign={service === 'serving' ? 'check' : service === 'closed' ? 'warning' : 'information'} />
        <strong>{home.service[service]}</strong>
        {cause === null ? null : <span>({home.causes[cause]})</span>}
      </span>
      <span class="operator-who">
        {home.signedIn}: {operatorId}
      </span>
    </span>
  );
}

function FaultList({
  screen: { faults },
  operator: { home, faults: words },
  act,
}: Pick<ViewProps<'operator-home'>, 'screen' | 'act'> & { operator: OperatorTexts }): VNode {
  if (faults.length === 0) {
    return (
      <p class="operator-no-faults">
        <Icon sign="check" />
        {home.noFaults}
      </p>
    );
  }
  return (
    <section>
      <h2 class="small-heading">{home.faults}</h2>
      <ol class="operator-faults">
        {faults.map((fault, index) => (
          <li key={fault}>
            <Button rank="choice" sign="next" signAfter onPress={() => act({ type: 'operator-fault', fault })}>
              {index === 0 && faults.length > 1 ? <span class="operator-first">{home.first}</span> : null}
              <span class="choice-name">{words[fault].name}</span>
              <span class="choice-detail">{words[fault].meaning}</span>
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}
