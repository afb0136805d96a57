import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export type Row = { readonly key: string | number; readonly cells: readonly ComponentChildren[] };

/** A table that may be wider than its place: then it is scrolled, by keyboard as well. */
export function Table(props: {
  label: string;
  heads: readonly string[];
  rows: readonly Row[];
  /** Columns of numbers, from 0. */
  numbers?: readonly number[];
}) {
  const { label, heads, rows, numbers = [] } = props;
  const side = (column: number): string => (numbers.includes(column) ? 'number' : '');
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null) return;
    // What scrolls must be reachable by keyboard (WCAG 2.1.1); what does not scroll is no stop on the way.
    const look = (): void => {
      const scrolls = current.scrollWidth > current.clientWidth || current.scrollHeight > current.clientHeight;
      if (scrolls) current.tabIndex = 0;
      else current.removeAttribute('tabindex');
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, [rows.length]);
  return (
    <div class="table-frame" ref={frame}>
      <table aria-label={label}>
        <thead>
          <tr>
            {heads.map((head, column) => (
              <th key={head} scope="col" class={side(column)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={heads[column]} scope="row" class={side(column)}>
                    {cell}
                  </th>
                ) : (
                  <td key={heads[column]} class={side(column)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
