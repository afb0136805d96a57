import { useMemo } from 'preact/hooks';
import type * as v from 'valibot';
import { Panel, Plot, said } from '../../../console-kit/index.ts';
import type { StatisticsSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { monthTick } from '../texts/days.ts';
import { linesByMonth } from './by-month.ts';

/** Doses and certificates by month, drawn; the same figures stand in the tables. */
export function MonthCharts({ value }: { value: v.InferOutput<typeof StatisticsSchema> }) {
  const { texts } = useDesk();
  const { statistics, doses, words } = texts;
  const drawn = useMemo(
    () => ({
      doses: linesByMonth(
        value.dosesByMonth.map(({ month, number, doses: count }) => ({
          month,
          line: doses.nth(String(number)),
          count,
        })),
      ),
      certificates: linesByMonth(
        value.certificatesByMonth.map(({ month, kind, certificates: count }) => ({
          month,
          line: said(words.kinds, kind),
          count,
        })),
      ),
    }),
    [value, texts],
  );
  return (
    <div class="columns">
      {(['doses', 'certificates'] as const).map((name) => (
        <Panel key={name} title={statistics.drawn(statistics[name])}>
          {drawn[name].times.length === 0 ? (
            <p>{statistics.nothing}</p>
          ) : (
            <Plot
              label={statistics.chart(statistics[name])}
              times={drawn[name].times}
              series={drawn[name].series}
              tick={monthTick}
            />
          )}
        </Panel>
      ))}
    </div>
  );
}
