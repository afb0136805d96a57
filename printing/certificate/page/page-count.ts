/** How the doses are spread over the pages. */

export const FIRST_PAGE_DOSES = 10;
export const SECOND_PAGE_DOSES = 22;

/** Null where the doses do not fit the two pages there are. */
export function pageCountFor(doseCount: number): 1 | 2 | null {
  if (doseCount <= FIRST_PAGE_DOSES) return 1;
  return doseCount <= FIRST_PAGE_DOSES + SECOND_PAGE_DOSES ? 2 : null;
}

/** The entries of a page, of a list with one for each dose. */
export function ofPage<T>(entries: readonly T[], pageIndex: number): readonly T[] {
  return pageIndex === 0 ? entries.slice(0, FIRST_PAGE_DOSES) : entries.slice(FIRST_PAGE_DOSES);
}
