/** The page of municipal staff: what builds it. The page itself is entered by a browser only. */
export { buildStaffPage } from './build.ts';
