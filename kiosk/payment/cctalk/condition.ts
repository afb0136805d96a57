/** One status of the whole box, from what its parts say. Pure. */
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { CoinBoxStatus } from '../fee-collector.ts';
import { canPayAnyChange } from './change.ts';
import type { HopperCondition } from './hopper.ts';
import type { HopperLevel } from './layouts.ts';

export type BoxParts = {
  readonly acceptor: 'ready' | 'coin-jam' | 'attention' | 'absent';
  readonly acceptedYen: readonly number[];
  readonly hoppers: readonly {
    readonly address: number;
    readonly coinYen: number;
    readonly condition: HopperCondition;
    readonly level: HopperLevel;
  }[];
  /** Coins may have been lost sight of, or a record could not be written: somebody must look. */
  readonly doubt: boolean;
};

export function statusOfParts({ acceptor, acceptedYen, hoppers, doubt }: BoxParts): CoinBoxStatus {
  if (acceptor === 'absent') return 'absent';
  if (acceptor === 'coin-jam' || hoppers.some(({ condition }) => condition === 'jammed')) return 'coin-jam';
  const lame = hoppers.some(({ condition }) => condition === 'silent' || condition === 'wrong-device');
  if (acceptor === 'attention' || doubt || lame) return 'attention';
  const full = hoppers.filter(({ condition }) => condition === 'ready');
  return canPayAnyChange(acceptedYen, full) ? 'ready' : 'no-change';
}

export function warningsOfParts({ hoppers }: Pick<BoxParts, 'hoppers'>): readonly SupplyWarning[] {
  const low = hoppers.some(({ level, condition }) => level.low === true || condition === 'empty');
  const full = hoppers.some(({ level }) => level.full === true);
  return [...(low ? (['change-low'] as const) : []), ...(full ? (['coins-nearly-full'] as const) : [])];
}
