import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { useKitDesk } from '../frame/kit-desk.ts';
import type { Language } from '../texts/language.ts';

export type Series = { readonly label: string; readonly values: readonly (number | null)[] };

const HEIGHT_PX = 220;
const SERIES_COLOURS = 6;

/** Lines over time. The same figures stand in a table: the drawing is an image with a name to those who cannot see it. */
export function Plot(props: {
  /** What the drawing is an image of. */
  label: string;
  times: readonly number[];
  series: readonly Series[];
  /** What stands below the axis at an instant. */
  tick: (language: Language, atMs: number) => string;
}) {
  const { language } = useKitDesk();
  const { label, times, series, tick } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const styles = getComputedStyle(document.documentElement);
    const colour = (token: string): string => styles.getPropertyValue(token).trim();
    const axis = {
      stroke: colour('--ink-quiet'),
      grid: { stroke: colour('--rule'), width: 1 },
      ticks: { stroke: colour('--rule') },
      font: '12px system-ui, sans-serif',
    };
    const plot = new uPlot(
      {
        width: Math.max(200, current.clientWidth),
        height: HEIGHT_PX,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true }, y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.1)] } },
        axes: [
          {
            ...axis,
            values: (_plot, splits) => splits.map((seconds) => tick(language, seconds * 1_000)),
          },
          { ...axis, size: 64 },
        ],
        series: [
          {},
          ...series.map(({ label }, index) => ({
            label,
            stroke: colour(`--series-${index % SERIES_COLOURS}`),
            width: 2,
            // A second sign beside the colour.
            dash: index === 0 ? [] : [4 + index * 3, 3 + index],
            points: { show: false },
          })),
        ],
      },
      [times.map((ms) => ms / 1_000), ...series.map(({ values }) => [...values])],
      current,
    );
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(200, current.clientWidth), height: HEIGHT_PX }),
    );
    observer.observe(current);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, tick, language]);
  return (
    <>
      {series.length > 1 && (
        <ul class="chart-legend">
          {series.map(({ label }, index) => (
            <li key={label}>
              <span class={`swatch series-${index % SERIES_COLOURS}`} /> {label}
            </li>
          ))}
        </ul>
      )}
      <div class="chart" role="img" aria-label={label} ref={place} />
    </>
  );
}
