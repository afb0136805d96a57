/** The fault grid, one half: what is held in hand, fed, paid and printed. */
import { testGrid } from './part-of-grid.ts';

testGrid(['card and reader', 'page printer', 'fee and receipt']);
