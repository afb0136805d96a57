import { addressOf, numberText } from '../../../console-kit/index.ts';
import type { Fleet } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';
import { MAP_COLUMNS, MAP_ROWS, PREFECTURES } from './prefectures.ts';

const WIDTH = 74;
const HEIGHT = 52;
const GAP = 4;
/** Upper bounds of the shares that have a colour of their own; above the last there is one more. */
const BOUNDS = [0, 0.02, 0.05, 0.15] as const;
const LEGEND = ['0 %', '≤ 2 %', '≤ 5 %', '≤ 15 %', '> 15 %'] as const;

export const MEASURES = ['notServing', 'lost', 'alarms'] as const;
export type Measure = (typeof MEASURES)[number];

type Counted = Pick<Fleet['prefectures'][number], 'standings' | 'openAlarms'>;

export function measured(measure: Measure, { standings, openAlarms }: Counted): number {
  switch (measure) {
    case 'notServing':
      return standings.lost + standings.suspended + standings.closed;
    case 'lost':
      return standings.lost;
    case 'alarms':
      return openAlarms;
    default: {
      const never: never = measure;
      throw new Error(`unknown measure ${String(never)}`);
    }
  }
}

const stepOf = (share: number): number => {
  const step = BOUNDS.findIndex((bound) => share <= bound);
  return step === -1 ? BOUNDS.length : step;
};

/** Equal tiles, each coloured, numbered and named; each leads to the list of its terminals. */
export function PrefectureMap({ fleet, measure }: { fleet: Fleet; measure: Measure }) {
  const { texts, language } = useDesk();
  const of = new Map(fleet.prefectures.map((one) => [one.prefecture, one]));
  const what = texts.overview[measure];
  return (
    <nav aria-label={`${texts.overview.prefectures}: ${what}`}>
      <svg class="map" viewBox={`0 0 ${MAP_COLUMNS * WIDTH} ${MAP_ROWS * HEIGHT}`}>
        <title>{`${texts.overview.prefectures}: ${what}`}</title>
        <g>
          <text x={0} y={18} class="legend-title">
            {texts.overview.legend}
          </text>
          {LEGEND.map((label, step) => (
            <g key={label} class={`step-${step}`} transform={`translate(0 ${30 + step * 30})`}>
              <rect width={26} height={20} rx={4} />
              <text x={36} y={15} class="legend">
                {label}
              </text>
            </g>
          ))}
        </g>
        {PREFECTURES.map(({ code, names, column, row }) => {
          const found = of.get(code);
          const name = names[language];
          const count = found === undefined ? 0 : measured(measure, found);
          const total = found?.total ?? 0;
          const step = total === 0 ? 'none' : stepOf(count / total);
          return (
            <a
              key={code}
              class={`tile step-${step}`}
              href={addressOf(['terminals'], { prefecture: code })}
              aria-label={texts.overview.tile(name, numberText(language, count), what, numberText(language, total))}
            >
              <g transform={`translate(${column * WIDTH} ${row * HEIGHT})`}>
                <rect width={WIDTH - GAP} height={HEIGHT - GAP} rx={6} />
                <text x={(WIDTH - GAP) / 2} y={17} class="tile-name">
                  {name}
                </text>
                <text x={(WIDTH - GAP) / 2} y={37} class="tile-count">
                  {numberText(language, count)}
                </text>
              </g>
            </a>
          );
        })}
      </svg>
    </nav>
  );
}
