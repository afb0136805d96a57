import { useState } from 'preact/hooks';
import {
  AnswerFrame,
  addressOf,
  instantText,
  numberText,
  Panel,
  SelectField,
  said,
  Table,
  useAnswer,
} from '../../../console-kit/index.ts';
import { SEVERITIES } from '../../console-api/alarms.ts';
import { type Fleet, FleetSchema, STANDINGS } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';
import { StandingBadge } from '../parts/standing-badge.tsx';
import { MEASURES, type Measure, PrefectureMap } from './prefecture-map.tsx';
import { prefectureName } from './prefectures.ts';

const EVERY_MS = 10_000;

export function OverviewPage() {
  const { texts, client, language } = useDesk();
  const answer = useAnswer('fleet', (background) => client.get(FleetSchema, '/operations/fleet', background), EVERY_MS);
  return (
    <>
      <div class="page-head">
        <h1>{texts.overview.title}</h1>
        {answer.value !== null && <p class="hint">{texts.frame.asOf(instantText(language, answer.value.at))}</p>}
      </div>
      <AnswerFrame answer={answer}>{(fleet) => <Overview fleet={fleet} />}</AnswerFrame>
    </>
  );
}

function Overview({ fleet }: { fleet: Fleet }) {
  const { texts, language } = useDesk();
  const [measure, setMeasure] = useState<Measure>('notServing');
  const { overview } = texts;
  const number = (value: number): string => numberText(language, value);
  return (
    <>
      <Panel title={overview.standings}>
        <ul class="counts">
          <li>
            <a class="count" href={addressOf(['terminals'])}>
              <span>{overview.all}</span>
              <strong>{number(fleet.total)}</strong>
            </a>
          </li>
          {STANDINGS.map((standing) => (
            <li key={standing}>
              <a class="count" href={addressOf(['terminals'], { standing })}>
                <StandingBadge standing={standing} />
                <strong>{number(fleet.standings[standing])}</strong>
              </a>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={overview.openAlarms}>
        <ul class="counts">
          {SEVERITIES.map((severity) => (
            <li key={severity}>
              <a class={`count severity-${severity}`} href={addressOf(['alarms'], { severity })}>
                <span>{said(texts.words.severities, severity)}</span>
                <strong>{number(fleet.openAlarms[severity])}</strong>
              </a>
            </li>
          ))}
        </ul>
      </Panel>
      <div class="overview">
        <Panel title={overview.prefectures} class="map-panel">
          <SelectField
            label={overview.shown}
            value={measure}
            options={MEASURES.map((one) => [one, overview[one]] as const)}
            onChange={(chosen) => setMeasure(MEASURES.find((one) => one === chosen) ?? 'notServing')}
          />
          <PrefectureMap fleet={fleet} measure={measure} />
          <details>
            <summary>{overview.asTable}</summary>
            <CountsTable
              label={overview.prefectures}
              head={overview.prefecture}
              rows={fleet.prefectures.map((one) => ({ ...one, name: prefectureName(language, one.prefecture) }))}
            />
          </details>
        </Panel>
        <div class="overview-side">
          <Panel title={overview.chains}>
            <CountsTable
              label={overview.chains}
              head={overview.chain}
              rows={fleet.chains.map((one) => ({ ...one, name: one.chain ?? overview.noChain }))}
            />
          </Panel>
          <Panel title={overview.drift}>
            <Table
              label={overview.versions}
              heads={[overview.versions, overview.terminals]}
              numbers={[1]}
              rows={fleet.directiveVersions.map(({ version, terminals }) => ({
                key: version ?? '-',
                cells: [version === null ? overview.unknown : version, number(terminals)],
              }))}
            />
            <Table
              label={overview.builds}
              heads={[overview.builds, overview.terminals]}
              numbers={[1]}
              rows={fleet.builds.map(({ build, terminals }) => ({
                key: build ?? '-',
                cells: [
                  build === null ? overview.unknown : <a href={addressOf(['terminals'], { build })}>{build}</a>,
                  number(terminals),
                ],
              }))}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}

type Counted = Pick<Fleet['chains'][number], 'total' | 'standings' | 'openAlarms'> & { readonly name: string };

function CountsTable(props: { label: string; head: string; rows: readonly Counted[] }) {
  const { texts, language } = useDesk();
  const number = (value: number): string => numberText(language, value);
  return (
    <Table
      label={props.label}
      heads={[
        props.head,
        texts.overview.total,
        ...(['ready', 'busy', 'closed', 'suspended', 'lost'] as const).map((one) => said(texts.words.standings, one)),
        texts.overview.alarms,
      ]}
      numbers={[1, 2, 3, 4, 5, 6, 7]}
      rows={props.rows.map(({ name, total, standings, openAlarms }) => ({
        key: name,
        cells: [
          name,
          number(total),
          number(standings.ready),
          number(standings.busy),
          number(standings.closed),
          number(standings.suspended),
          number(standings.lost),
          number(openAlarms),
        ],
      }))}
    />
  );
}
