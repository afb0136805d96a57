/** Rows of a list that the center filters, fetched page by page as they come into sight. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../console-kit/index.ts';
import { FleetPageSchema, type FleetRow } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';

export const PAGE_ROWS = 100;
/** A person who drags the scroll bar must not ask for everything that flies by. */
const SETTLE_MS = 120;
const KEPT_PAGES = 40;
const AGAIN_MS = 15_000;
const AWAY_MS = 5_000;

type Rows = {
  readonly total: number | null;
  readonly problem: Problem | null;
  row(index: number): FleetRow | null;
  /** What is in sight now; asked again by itself from time to time. */
  see(from: number, to: number): void;
};

/** @param search the filters as a query, without offset and limit; another one forgets everything */
export function useRows(search: string): Rows {
  const { client } = useDesk();
  const pages = useRef(new Map<number, readonly FleetRow[]>());
  const sight = useRef({ from: 0, to: 0 });
  const [state, setState] = useState<{ search: string; total: number | null; problem: Problem | null }>({
    search,
    total: null,
    problem: null,
  });
  const [settle, setSettle] = useState(0);

  useEffect(() => {
    pages.current = new Map();
    setState({ search, total: null, problem: null });
  }, [search]);

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    async function fetchSight(again: boolean): Promise<void> {
      const first = Math.floor(sight.current.from / PAGE_ROWS);
      const last = Math.floor(Math.max(sight.current.from, sight.current.to) / PAGE_ROWS);
      let away = false;
      for (let page = first; page <= last && !over; page += 1) {
        if (!again && pages.current.has(page)) continue;
        const query = new URLSearchParams(search);
        query.set('offset', String(page * PAGE_ROWS));
        query.set('limit', String(PAGE_ROWS));
        const answer = await client.get(FleetPageSchema, `/operations/fleet/terminals?${query}`, again);
        if (over) return;
        away ||= answer.isErr() && answer.error.kind === 'away';
        if (answer.isOk()) {
          pages.current.delete(page);
          pages.current.set(page, answer.value.rows);
          for (const old of pages.current.keys()) {
            if (pages.current.size <= KEPT_PAGES) break;
            pages.current.delete(old);
          }
        }
        setState((before) => ({
          search,
          total: answer.isOk() ? answer.value.total : before.search === search ? before.total : null,
          problem: answer.isErr() ? answer.error : null,
        }));
      }
      if (!over) timer = setTimeout(() => void fetchSight(true), away ? AWAY_MS : AGAIN_MS);
    }
    timer = setTimeout(() => void fetchSight(false), SETTLE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [search, settle]);

  return {
    total: state.search === search ? state.total : null,
    problem: state.problem,
    row: (index) => pages.current.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null,
    see: useCallback((from, to) => {
      const { current } = sight;
      if (current.from === from && current.to === to) return;
      sight.current = { from, to };
      setSettle((before) => before + 1);
    }, []),
  };
}
