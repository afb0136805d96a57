/**
 * The fee devices as one host sees them: calls take a moment, and a call in flight when the host or the power goes is lost, done
 * or not.
 */
import { err, ok, type Result } from 'neverthrow';
import {
  type CoinBoxStatus,
  type Collected,
  type CollectOptions,
  FEE_REFUSALS,
  type FeeDesk,
  type FeeError,
} from '../../../kiosk/payment/index.ts';
import type { FeeMachine } from './fee-machine.ts';
import { after, becomes, type Generation } from './generation.ts';

const CALL_MS = 40;
const COLLECT_LIMIT_MS = 150_000;

export function feeDeskClient(o: {
  machine: FeeMachine;
  generation: Generation;
  /** Tells the proof that money is asked for, before any can go in. */
  onCollect: (transactionId: string) => void;
}): FeeDesk {
  const { machine, generation } = o;
  let last = '';
  generation.onEnd(() => machine.closeSlot());
  const status = (): CoinBoxStatus => statusOf(machine);
  const isOffline = (): boolean => machine.fault === 'offline';
  /** One question and its answer; offline means that nobody knows. */
  const call = <T>(act: () => T): Promise<Result<T, FeeError>> => {
    const answer = async (): Promise<Result<T, FeeError>> => {
      await after(CALL_MS);
      if (!generation.alive || isOffline()) return err({ kind: 'offline' });
      const result = act();
      await after(CALL_MS);
      return isOffline() ? err({ kind: 'offline' }) : ok(result);
    };
    return generation.gets(answer());
  };
  const refusable = async <T>(act: () => T | string): Promise<Result<T, FeeError>> => {
    const result = await call(act);
    if (result.isErr()) return err(result.error);
    return typeof result.value === 'string' ? err(refusal(result.value)) : ok(result.value);
  };

  return {
    status,
    watch: (listener) => {
      let known = status();
      return machine.changed.add(() => {
        if (status() === known) return;
        known = status();
        generation.hears(listener)(known);
      });
    },
    devices: () => ({ coinBox: status(), cashless: 'not-fitted' }),
    means: () => ['coins'],
    warnings: () => [],
    async collect(options) {
      last = options.transactionId ?? 'unnamed';
      o.onCollect(last);
      return await generation.gets(collect(machine, call, last, options));
    },
    async keep(id = last) {
      return await refusable<void>(() => machine.keep(id) ?? undefined);
    },
    async giveBack(id = machine.escrow().transactionId ?? last) {
      const back = await refusable(() => machine.giveBack(id));
      return back.map((returnedYen) => ({ returnedYen }));
    },
    async refund(yen, id = last) {
      return await refusable<void>(() => machine.refund(id, yen) ?? undefined);
    },
    async settledByHand(id) {
      return await refusable<void>(() => machine.settledByHand(id) ?? undefined);
    },
    escrow: () => call(() => machine.escrow()),
    close: async () => {},
  };
}

async function collect(
  machine: FeeMachine,
  call: <T>(act: () => T) => Promise<Result<T, FeeError>>,
  id: string,
  { dueYen, signal, onEvent }: CollectOptions,
): Promise<Result<Collected, FeeError>> {
  const begun = await call(() => machine.collect(id, dueYen));
  if (begun.isErr()) return err(begun.error);
  if (typeof begun.value === 'string') return err(refusal(begun.value));
  let insertedYen = begun.value;
  const unwatch = machine.inserted.add(({ transactionId, inYen }) => {
    if (transactionId !== id) return;
    insertedYen = inYen;
    onEvent({ kind: 'inserted', insertedYen });
    machine.changed.tell();
  });
  try {
    const paid = await becomes(machine.changed, () => insertedYen >= dueYen, { limitMs: COLLECT_LIMIT_MS, signal });
    if (paid) return ok({ insertedYen, changeYen: insertedYen - dueYen, means: 'coins' });
    const inYen = machine.stop(id);
    return err({ kind: signal?.aborted === true ? 'cancelled' : 'timed-out', insertedYen: inYen });
  } finally {
    unwatch();
  }
}

/** What the machine says no with is one of the door's words. */
function refusal(reason: string): FeeError {
  const known = FEE_REFUSALS.find((one) => one === reason);
  return { kind: 'refused', reason: known ?? 'malformed' };
}

function statusOf({ fault }: FeeMachine): CoinBoxStatus {
  switch (fault) {
    case 'none':
      return 'ready';
    case 'offline':
      return 'absent';
    case 'coin-jam':
    case 'no-change':
      return fault;
    default: {
      const never: never = fault;
      throw new Error(`Unknown fault ${String(never)}`);
    }
  }
}
