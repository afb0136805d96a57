import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type CashlessDelays, openCashlessTerminal } from '../cashless/index.ts';
import { CcTalkConfigurationSchema, type CcTalkDelays, openCcTalkCoinBox } from '../cctalk/index.ts';
import { type CoinBoxDelays, openCoinBox } from '../coin-box/index.ts';
import type { CoinBox } from '../coin-box.ts';
import { type FeeConfiguration, FeeConfigurationSchema } from '../fee-configuration.ts';
import type { FeeDesk, FeeOpenError } from '../fee-desk.ts';
import { openLedgerFile } from '../ledger/ledger-file.ts';
import { DeskEntrySchema, youngestOf } from './desk-book.ts';
import { JoinedDesk } from './joined-desk.ts';
import { deskOfCoinBox } from './single-desk.ts';

/** So many payments are remembered across restarts. */
const REMEMBERED_PAYMENTS = 200;

export type FeeDeskOptions = {
  /** Where the desk and a ccTalk coin box keep their small records of money; no personal data. */
  readonly stateDirectory: string;
  readonly delays?: {
    readonly coinBox?: Partial<CoinBoxDelays>;
    readonly ccTalk?: Partial<CcTalkDelays>;
    readonly cashless?: Partial<CashlessDelays>;
  };
};

type Parsed = v.InferOutput<typeof FeeConfigurationSchema>;

/** Opens every device that collects the fee. A device that is away is no error: it is `absent` until it answers. */
export async function openFeeDesk(
  configuration: FeeConfiguration,
  options: FeeDeskOptions,
): Promise<Result<FeeDesk, FeeOpenError>> {
  const parsed = v.safeParse(FeeConfigurationSchema, configuration);
  if (!parsed.success) {
    const issues = parsed.issues.map((issue) => v.getDotPath(issue) ?? '');
    return err({ kind: 'invalid-configuration', issues });
  }
  const { coinBox, cashless } = parsed.output;
  const box = openBox(coinBox, options);
  if (box.isErr()) return err(box.error);
  if (cashless === undefined) return ok(deskOfCoinBox(box.value));
  const file = openLedgerFile(join(options.stateDirectory, 'fee-desk-ledger.jsonl'), DeskEntrySchema);
  const cleaned = file.andThen((opened) => opened.rewrite(youngestOf(opened.entries, REMEMBERED_PAYMENTS)));
  if (file.isErr() || cleaned.isErr()) {
    await box.value.close();
    if (file.isOk()) file.value.close();
    return cleaned.isErr() ? err(cleaned.error) : err({ kind: 'ledger-unusable', cause: 'not opened' });
  }
  const { host, port, suffices } = cashless;
  return ok(
    new JoinedDesk({
      coinBox: box.value,
      cashless: openCashlessTerminal({ host, port }, { delays: options.delays?.cashless ?? {} }),
      file: file.value,
      cashlessSuffices: suffices,
    }),
  );
}

function openBox(configuration: Parsed['coinBox'], options: FeeDeskOptions): Result<CoinBox, FeeOpenError> {
  switch (configuration.kind) {
    case 'virtual': {
      const { host, port } = configuration;
      return ok(openCoinBox({ host, port }, { delays: options.delays?.coinBox ?? {} }));
    }
    case 'cctalk': {
      const { kind: _, ...entries } = configuration;
      const ccTalk = v.safeParse(CcTalkConfigurationSchema, entries);
      if (!ccTalk.success) return err({ kind: 'invalid-configuration', issues: ['coinBox'] });
      const { stateDirectory } = options;
      return openCcTalkCoinBox(ccTalk.output, { stateDirectory, delays: options.delays?.ccTalk ?? {} });
    }
    default: {
      const never: never = configuration;
      throw new Error(`Unknown coin box ${JSON.stringify(never)}`);
    }
  }
}
