/** The fault grid, the other half: what comes over the line, dies, loses power, or is ordered. */
import { testGrid } from './part-of-grid.ts';

testGrid(['line and center', 'process and power', 'orders and clock']);
