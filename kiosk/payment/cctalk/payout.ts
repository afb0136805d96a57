/**
 * Money out of the hoppers, exactly once (P18). Before a hopper is told to pay, its own count of a lifetime is written down; after
 * it, whatever happened in between, the difference is what went out. Nothing is told twice without that account.
 */
import { err, ok, type Result } from 'neverthrow';
import type { FeeError } from '../fee-collector.ts';
import type { LedgerFile } from '../ledger/ledger-file.ts';
import { canPay, nextCoins } from './change.ts';
import { DISPENSE_COUNT_MODULUS } from './commands.ts';
import type { Hopper, HopperError } from './hopper.ts';
import type { MoneyBook } from './money-book.ts';
import type { Dispensing, MoneyEntry, PayoutPurpose } from './money-entries.ts';

/** Told to pay so often without a coin coming out, a hopper is taken for empty. */
const VAIN_ATTEMPTS = 2;

export type Till = {
  readonly file: LedgerFile<MoneyEntry>;
  readonly book: MoneyBook;
  readonly hoppers: readonly Hopper[];
};

/** Writes down first, then knows. */
export function write({ file, book }: Till, entry: MoneyEntry): Result<void, FeeError> {
  return file
    .append(entry)
    .map(() => book.apply(entry))
    .mapErr(() => ({ kind: 'offline', cause: 'the ledger cannot be written' }));
}

/** Decides a payout, if it can be paid at all, and pays it; or goes on with one that was decided before. */
export async function payOut(
  till: Till,
  transactionId: string,
  purpose: PayoutPurpose,
  yen: number,
): Promise<Result<void, FeeError>> {
  const accounted = await accountForDispensing(till);
  if (accounted.isErr()) return accounted;
  if (till.book.payment(transactionId)?.payouts[purpose] === undefined) {
    if (!canPay(yen, usable(till))) return err(cannotPayOut(till));
    const owing = write(till, { phase: 'owing', transactionId, purpose, yen });
    if (owing.isErr()) return owing;
  }
  const vain = new Map<Hopper, number>();
  for (;;) {
    const payout = till.book.payment(transactionId)?.payouts[purpose];
    const owedYen = payout === undefined ? 0 : payout.yen - payout.paidYen;
    if (owedYen <= 0) return ok();
    const next = nextCoins(owedYen, usable(till));
    if (next === null) return err(cannotPayOut(till));
    const paid = await dispense(till, { transactionId, purpose, hopper: next.source, coins: next.coins });
    if (paid.isErr()) return err(paid.error);
    if (paid.value >= next.coins) continue;
    vain.set(next.source, paid.value > 0 ? 0 : (vain.get(next.source) ?? 0) + 1);
    if ((vain.get(next.source) ?? 0) >= VAIN_ATTEMPTS) await next.source.judgeShortfall();
  }
}

/** After a crash or a lost line: every hopper that was told to pay says how many coins went out. */
export async function accountForDispensing(till: Till): Promise<Result<void, FeeError>> {
  for (const dispensing of till.book.dispensing) {
    const hopper = till.hoppers.find(({ address }) => address === dispensing.hopper);
    if (hopper === undefined) return err({ kind: 'offline', cause: 'a hopper that was paying is not configured' });
    const accounted = await account(till, hopper, dispensing);
    if (accounted.isErr()) return err(accounted.error);
  }
  return ok();
}

async function dispense(
  till: Till,
  o: { transactionId: string; purpose: PayoutPurpose; hopper: Hopper; coins: number },
): Promise<Result<number, FeeError>> {
  const { transactionId, purpose, hopper, coins } = o;
  const before = await hopper.account();
  if (before.isErr()) return err(offline(before.error));
  const dispensing: Dispensing = {
    phase: 'dispensing',
    transactionId,
    purpose,
    hopper: hopper.address,
    coinYen: hopper.coinYen,
    coins,
    ...before.value,
  };
  const written = write(till, dispensing);
  if (written.isErr()) return err(written.error);
  // Whatever it answers, or does not: the account tells.
  await hopper.dispense(coins, before.value.serialNumber);
  return await account(till, hopper, dispensing);
}

async function account(till: Till, hopper: Hopper, dispensing: Dispensing): Promise<Result<number, FeeError>> {
  const after = await hopper.account();
  if (after.isErr()) return err(offline(after.error));
  const counted = (after.value.countBefore - dispensing.countBefore + DISPENSE_COUNT_MODULUS) % DISPENSE_COUNT_MODULUS;
  // Another hopper, or one that was emptied by hand meanwhile: nobody knows, and money is never paid twice.
  const uncertain = after.value.serialNumber !== dispensing.serialNumber || counted > dispensing.coins;
  const coins = uncertain ? dispensing.coins : counted;
  const { transactionId, purpose } = dispensing;
  return write(till, { phase: 'dispensed', transactionId, purpose, hopper: hopper.address, coins, uncertain }).map(
    () => coins,
  );
}

function usable({ hoppers }: Till): readonly Hopper[] {
  return hoppers.filter(({ condition }) => condition === 'ready');
}

function cannotPayOut({ hoppers }: Till): FeeError {
  if (hoppers.some(({ condition }) => condition === 'jammed')) return { kind: 'refused', reason: 'coin-jam' };
  if (hoppers.every(({ condition }) => condition === 'silent')) return { kind: 'offline', cause: 'no hopper answers' };
  return { kind: 'refused', reason: 'cannot-pay-out' };
}

const offline = (error: HopperError): FeeError => ({ kind: 'offline', cause: `hopper: ${error.kind}` });
