import {
  AnswerFrame,
  addressOf,
  instantText,
  numberText,
  Panel,
  Table,
  useAnswer,
} from '../../../console-kit/index.ts';
import { DriftSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';

const EVERY_MS = 15_000;

/** How many terminals obey what they should, and which do not. */
export function Drift() {
  const { texts, client, language } = useDesk();
  const answer = useAnswer(
    'drift',
    (background) => client.get(DriftSchema, '/operations/directive/drift', background),
    EVERY_MS,
  );
  return (
    <Panel title={texts.directive.drift}>
      <AnswerFrame answer={answer}>
        {({ upToDate, behind, unknown, terminals }) => (
          <>
            <ul class="counts">
              {(
                [
                  [texts.directive.upToDate, upToDate],
                  [texts.directive.behind, behind],
                  [texts.directive.unknown, unknown],
                ] as const
              ).map(([name, count]) => (
                <li key={name} class="count">
                  <span>{name}</span>
                  <strong>{numberText(language, count)}</strong>
                </li>
              ))}
            </ul>
            {terminals.length > 0 && (
              <Table
                label={texts.directive.behindList}
                heads={[texts.directive.behindList, texts.terminal.obeys, texts.terminal.seen]}
                numbers={[1]}
                rows={terminals.map(({ terminalId, obeys, since }) => ({
                  key: terminalId,
                  cells: [
                    <a key="id" href={addressOf(['terminals', terminalId])}>
                      {terminalId}
                    </a>,
                    obeys ?? texts.frame.nothing,
                    since === null ? texts.frame.nothing : instantText(language, since),
                  ],
                }))}
              />
            )}
          </>
        )}
      </AnswerFrame>
    </Panel>
  );
}
