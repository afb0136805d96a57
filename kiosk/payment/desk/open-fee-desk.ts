import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type CoinBoxDelays, openCoinBox } from '../coin-box/index.ts';
import { type FeeConfiguration, FeeConfigurationSchema } from '../fee-configuration.ts';
import type { FeeDesk, FeeOpenError } from '../fee-desk.ts';

export type FeeDeskOptions = {
  /** Where the desk and a ccTalk coin box keep their small records of money; no personal data. */
  readonly stateDirectory: string;
  readonly delays?: { readonly coinBox?: Partial<CoinBoxDelays> };
};

/** Opens every device that collects the fee. A device that is away is no error: it is `absent` until it answers. */
export function openFeeDesk(
  configuration: FeeConfiguration,
  options: FeeDeskOptions,
): Promise<Result<FeeDesk, FeeOpenError>> {
  const parsed = v.safeParse(FeeConfigurationSchema, configuration);
  if (!parsed.success) {
    const issues = parsed.issues.map((issue) => v.getDotPath(issue) ?? '');
    return Promise.resolve(err({ kind: 'invalid-configuration', issues }));
  }
  const { coinBox } = parsed.output;
  if (coinBox.kind !== 'virtual') return Promise.resolve(err({ kind: 'invalid-configuration', issues: ['coinBox'] }));
  const box = openCoinBox({ host: coinBox.host, port: coinBox.port }, { delays: options.delays?.coinBox ?? {} });
  const desk: FeeDesk = {
    status: () => box.status(),
    watch: (listener) => box.watch(listener),
    collect: (order) => box.collect(order),
    keep: (id) => box.keep(id),
    giveBack: (id) => box.giveBack(id),
    refund: (yen, id) => box.refund(yen, id),
    settledByHand: (id) => box.settledByHand(id),
    escrow: () => box.escrow(),
    close: () => box.close(),
    devices: () => ({ coinBox: box.looked() ? box.status() : 'unknown', cashless: 'not-fitted' }),
    means: () => (box.status() === 'ready' ? ['coins'] : []),
    warnings: () => box.warnings(),
  };
  return Promise.resolve(ok(desk));
}
