/** The coin box without coins: its slot, its faults and its tallies, for the workbench, demonstrations and tests. */
export type { CoinBoxTallies } from './coin-box-ledger.ts';
export { ACCEPTED_YEN, type AcceptedYen } from './money.ts';
export { startVirtualCoinBox, type VirtualCoinBox, type VirtualCoinBoxOptions } from './start-virtual-coin-box.ts';
