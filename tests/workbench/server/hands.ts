/** What the hands of the workbench reach. */
import type { Devices } from '../../environment/devices.ts';
import type { CardBox } from './card-box.ts';
import type { Levers } from './levers.ts';

export type Hands = { readonly devices: Devices; readonly cards: CardBox; readonly levers: Levers };
