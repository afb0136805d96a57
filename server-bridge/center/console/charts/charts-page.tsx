import { useMemo, useState } from 'preact/hooks';
import {
  AnswerFrame,
  clockText,
  dayText,
  instantText,
  numberText,
  Panel,
  Plot,
  SelectField,
  said,
  Table,
  useAnswer,
} from '../../../console-kit/index.ts';
import { type History, HistorySchema } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';

const RANGES = {
  day: { hours: 24, stepMinutes: 5 },
  week: { hours: 7 * 24, stepMinutes: 60 },
  quarter: { hours: 90 * 24, stepMinutes: 1_440 },
} as const;
const RANGE_NAMES = ['day', 'week', 'quarter'] as const;
type Range = (typeof RANGE_NAMES)[number];
const HOUR_MS = 3_600_000;
const EVERY_MS = 60_000;

/** Issuances, refusals by class and latency over time, each drawn and as figures. */
export function ChartsPage() {
  const { texts, client } = useDesk();
  const [range, setRange] = useState<Range>('day');
  const answer = useAnswer(
    range,
    (background) => {
      const { hours, stepMinutes } = RANGES[range];
      const to = Date.now();
      const query = new URLSearchParams({
        from: new Date(to - hours * HOUR_MS).toISOString(),
        to: new Date(to).toISOString(),
        stepMinutes: String(stepMinutes),
      });
      return client.get(HistorySchema, `/operations/history?${query}`, background);
    },
    EVERY_MS,
  );
  return (
    <>
      <div class="page-head">
        <h1>{texts.charts.title}</h1>
        <p class="hint">{texts.charts.why}</p>
      </div>
      <div class="ask-row">
        <SelectField
          label={texts.charts.range}
          value={range}
          options={RANGE_NAMES.map((one) => [one, texts.charts.ranges[one]] as const)}
          onChange={(chosen) => setRange(RANGE_NAMES.find((one) => one === chosen) ?? 'day')}
        />
      </div>
      <AnswerFrame answer={answer}>
        {(history) =>
          history.steps.length === 0 ? <p>{texts.charts.none}</p> : <Drawn history={history} byDay={range !== 'day'} />
        }
      </AnswerFrame>
    </>
  );
}

function Drawn({ history, byDay }: { history: History; byDay: boolean }) {
  const { texts, language } = useDesk();
  const { charts } = texts;
  const { steps } = history;
  const drawn = useMemo(() => {
    const classes = [...new Set(steps.flatMap(({ refused }) => Object.keys(refused)))].sort();
    return {
      times: steps.map(({ at }) => Date.parse(at)),
      classes,
      issuances: [{ label: charts.relayed, values: steps.map(({ relayed }) => relayed) }],
      refusals: classes.map((one) => ({
        label: said(texts.words.refusals, one),
        values: steps.map(({ refused }) => refused[one] ?? 0),
      })),
      latency: [
        { label: charts.half, values: steps.map(({ latencyMs }) => latencyMs?.p50 ?? null) },
        { label: charts.most, values: steps.map(({ latencyMs }) => latencyMs?.p95 ?? null) },
      ],
      connected: [{ label: charts.connected, values: steps.map(({ connected }) => connected) }],
    };
  }, [steps, texts]);
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? texts.frame.nothing : numberText(language, value);
  const plots = [
    ['issuances', drawn.issuances],
    ['refusals', drawn.refusals],
    ['latency', drawn.latency],
    ['connected', drawn.connected],
  ] as const;
  return (
    <>
      <div class="columns">
        {plots.map(([name, series]) => (
          <Panel key={name} title={charts[name]}>
            {series.length === 0 ? (
              <p>{charts.none}</p>
            ) : (
              <Plot
                label={charts.chart(charts[name])}
                times={drawn.times}
                series={series}
                tick={byDay ? dayText : clockText}
              />
            )}
          </Panel>
        ))}
      </div>
      <Panel title={charts.table}>
        <Table
          label={charts.table}
          heads={[
            charts.at,
            charts.relayed,
            ...drawn.refusals.map(({ label }) => `${charts.refused}: ${label}`),
            `${charts.latency}: ${charts.half}`,
            `${charts.latency}: ${charts.most}`,
            charts.connected,
          ]}
          numbers={Array.from({ length: drawn.classes.length + 4 }, (_, index) => index + 1)}
          rows={steps.map(({ at, relayed, refused, latencyMs, connected }) => ({
            key: at,
            cells: [
              instantText(language, at),
              number(relayed),
              ...drawn.classes.map((one) => number(refused[one] ?? 0)),
              number(latencyMs?.p50),
              number(latencyMs?.p95),
              number(connected),
            ],
          }))}
        />
      </Panel>
    </>
  );
}
