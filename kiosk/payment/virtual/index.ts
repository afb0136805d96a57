/** Devices of payment without coins and cards: their slots, faults and tallies, for the workbench, demonstrations and tests. */

export {
  type CardOutcome,
  startVirtualCashlessTerminal,
  type VirtualCashlessTerminal,
} from './cashless/start-virtual-cashless-terminal.ts';
export { CcTalkPeer, type CcTalkPeerOptions } from './cctalk/cctalk-peer.ts';
export { type MemoryLine, memoryLine } from './cctalk/memory-line.ts';
export { type RunningCcTalkPeer, startCcTalkPeer } from './cctalk/start-cctalk-peer.ts';
export type { CoinBoxTallies } from './coin-box-ledger.ts';
export { ACCEPTED_YEN, type AcceptedYen } from './money.ts';
export { startVirtualCoinBox, type VirtualCoinBox, type VirtualCoinBoxOptions } from './start-virtual-coin-box.ts';
