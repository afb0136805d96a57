import type { JsonLine } from '../json-line/json-line.ts';
import type { Answer, Asking, News } from './messages.ts';

export type CoinBoxLine = JsonLine<Asking, Answer, News>;
