import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

const ROW_PX = 40;
const HEAD_PX = 40;
/** A table with one stop for the keyboard: ARIA in HTML leaves a table's role to its author. */
const gridOf = (label: string, describedBy: string, total: number) =>
  ({
    role: 'grid',
    tabIndex: 0,
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-rowcount': total + 1,
  }) as const;
const UNSPOKEN = { 'aria-hidden': true } as const;
/** Rows painted beyond each edge, so that slow scrolling never shows a gap. */
const BEYOND = 8;

export type Column<Row> = {
  readonly key: string;
  readonly head: string;
  cell(row: Row): ComponentChildren;
};

/**
 * A grid of any length of which only the rows in sight are in the document. Arrow keys, Page Up and Down, Home and End move; Enter
 * opens. Screen readers are told how many rows there are and which one this is.
 */
export function VirtualGrid<Row>(props: {
  label: string;
  /** Describes the keys. */
  describedBy: string;
  columns: readonly Column<Row>[];
  total: number;
  row(index: number): Row | null;
  see(from: number, to: number): void;
  loadingText: string;
  onOpen(row: Row): void;
}) {
  const { columns, total, row, see, onOpen } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [active, setActive] = useState(0);

  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const measure = (): void => setHeight(current.clientHeight - HEAD_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    setActive((before) => Math.max(0, Math.min(before, total - 1)));
  }, [total]);

  const from = Math.max(0, Math.floor(top / ROW_PX) - BEYOND);
  const to = Math.min(total, Math.ceil((top + height) / ROW_PX) + BEYOND);
  useEffect(() => see(from, Math.max(from, to - 1)), [from, to, see]);

  function go(index: number): void {
    const next = Math.max(0, Math.min(index, total - 1));
    setActive(next);
    const { current } = frame;
    if (current === null) return;
    if (next * ROW_PX < current.scrollTop) current.scrollTop = next * ROW_PX;
    else if ((next + 1) * ROW_PX > current.scrollTop + height) {
      current.scrollTop = (next + 1) * ROW_PX - height;
    }
    setTop(current.scrollTop);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(height / ROW_PX) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const next = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (next !== undefined) {
      event.preventDefault();
      go(next);
    } else if (event.key === 'Enter') {
      const chosen = row(active);
      if (chosen !== null) onOpen(chosen);
    }
  }

  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  const isActiveThere = active >= from && active < to;
  return (
    <div class="grid-frame" ref={frame} onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}>
      <table
        class="grid"
        {...gridOf(props.label, props.describedBy, total)}
        {...(isActiveThere ? { 'aria-activedescendant': `row-${active}` } : {})}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col" class={`cell-${key}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space heightPx={from * ROW_PX} columns={columns.length} />
          {indexes.map((index) => {
            const found = row(index);
            return (
              <tr
                key={index}
                id={`row-${index}`}
                class={`grid-row ${index === active ? 'active' : ''}`}
                aria-rowindex={index + 2}
                aria-selected={index === active}
              >
                {columns.map(({ key, cell }) => (
                  <td key={key} class={`cell-${key}`}>
                    {found === null ? (key === columns[0]?.key ? props.loadingText : '') : cell(found)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Space heightPx={(total - to) * ROW_PX} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows that are not in the document. */
function Space({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr class="grid-space" {...UNSPOKEN}>
      <td colSpan={columns} style={{ height: `${heightPx}px` }} />
    </tr>
  );
}
