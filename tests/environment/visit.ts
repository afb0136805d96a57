/**
 * `npm run visit -- --person NAME --municipality NAME --kind domestic|overseas --copies N [--pin PPPP] [--fault NAME]…
 * [--reader pcsc|virtual] [--page FILE]`: plays one visit through a real host, line, center and VRS, without a screen. Each step
 * is a line of JSON on stdout.
 *
 * Exit codes: 0 finished · 10 refused · 11 cancelled or timed out · 12 the right-person match failed · 13 card or paper left
 * behind, or aborted · 64 wrong arguments · 69 the system could not be started.
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { findSyntheticPerson, syntheticPeople } from '../../card-reader/virtual/index.ts';
import { startHost } from '../../kiosk/host/index.ts';
import { CertificateKindSchema, memorySink } from '../../server-bridge/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';
import { playVisit } from './resident.ts';
import { scriptedScreens } from './scripted-screens.ts';
import { FAULT_NAMES, type FaultName, isFaultName } from './visit-faults.ts';
import { buildWorld } from './world.ts';

const TERMINAL = 'KIOSK-VISIT';
const EXIT = { finished: 0, refused: 10, ended: 11, rightPerson: 12, left: 13, usage: 64, unavailable: 69 } as const;

const municipalityNames = SYNTHETIC_MUNICIPALITIES.flatMap(({ code, name }) => [code, name.ja, name.en]);
const ArgumentsSchema = v.strictObject({
  person: v.pipe(
    v.string(),
    v.check((id) => findSyntheticPerson(id) !== undefined),
  ),
  municipality: v.picklist(municipalityNames),
  kind: v.optional(CertificateKindSchema, 'domestic'),
  copies: v.optional(v.pipe(v.string(), v.regex(/^([1-9]|10)$/), v.transform(Number)), '1'),
  pin: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{4}$/))),
  fault: v.optional(v.array(v.custom<FaultName>((name) => typeof name === 'string' && isFaultName(name))), []),
  reader: v.optional(v.picklist(['auto', 'pcsc', 'virtual']), 'auto'),
  page: v.optional(v.string()),
});

const say = (line: Record<string, unknown>): void => console.log(JSON.stringify(line));

function usage(problem: string): never {
  console.error(`npm run visit: ${problem}`);
  console.error(
    `  --person        ${syntheticPeople()
      .map(({ id }) => id)
      .join(' | ')}`,
  );
  console.error(`  --municipality  ${SYNTHETIC_MUNICIPALITIES.map(({ name }) => name.ja).join(' | ')}`);
  console.error('  --kind          domestic | overseas        --copies 1…10        --pin 1234');
  console.error(`  --fault         ${FAULT_NAMES.join(' | ')} (may be given more than once)`);
  console.error('  --reader        auto | pcsc | virtual      --page FILE.pdf (keeps the printed page)');
  process.exit(EXIT.usage);
}

function readArguments(): v.InferOutput<typeof ArgumentsSchema> {
  let values: Record<string, unknown>;
  try {
    const text = { type: 'string' } as const;
    values = parseArgs({
      options: {
        person: text,
        municipality: text,
        kind: text,
        copies: text,
        pin: text,
        fault: { type: 'string', multiple: true },
        reader: text,
        page: text,
      },
    }).values;
  } catch (cause) {
    return usage(cause instanceof Error ? cause.message : 'wrong arguments');
  }
  const parsed = v.safeParse(ArgumentsSchema, values);
  return parsed.success
    ? parsed.output
    : usage(`--${v.getDotPath(parsed.issues[0])?.split('.')[0] ?? ''} is missing or wrong`);
}

async function main(): Promise<number> {
  const plan = readArguments();
  const world = await buildWorld({ directory: null, terminals: [TERMINAL] }).catch((cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : 'The system cannot be started.');
    return null;
  });
  if (world === null) return EXIT.unavailable;
  try {
    const kiosk = await world.addKiosk({
      terminalId: TERMINAL,
      reader: plan.reader,
      sheetMs: 300,
      assetsDirectory: tmpdir(),
    });
    const screens = scriptedScreens();
    const host = await startHost(kiosk.configuration, {
      openScreens: () => Promise.resolve(ok(screens.link)),
      sink: memorySink(),
    });
    if (host.isErr()) {
      console.error(`The host cannot be started: ${host.error.kind}`);
      return EXIT.unavailable;
    }
    try {
      say({ step: 'ready', reader: kiosk.devices.readerPath });
      const { fault, ...rest } = plan;
      const { pin, ...visit } = rest;
      const last = await playVisit(
        { ...visit, faults: fault, ...(pin === undefined ? {} : { pin }) },
        { screens, devices: kiosk.devices, onStep: say },
      );
      // The visit process ends after its last screen; only then is the outcome known and the money settled.
      const ended = Date.now() + 60_000;
      while (host.value.lastVisit() === null && Date.now() < ended)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const result = host.value.lastVisit();
      const printed = kiosk.devices.pagePrinter.printed.at(-1);
      if (plan.page !== undefined && printed !== undefined) await writeFile(plan.page, printed.pdf);
      say({
        step: 'ended',
        outcome: result?.outcome ?? 'unknown',
        ...(last.screen.name === 'refused' ? { refusal: last.screen.refusal, refundYen: last.screen.refundYen } : {}),
        apdus: result?.apdus ?? 0,
        cardBytes: result?.cardBytes ?? 0,
        sheets: result?.confirmedCopies ?? 0,
        reprints: result?.reprints ?? 0,
        money: kiosk.devices.coinBox.tallies,
      });
      return exitCodeOf(result?.outcome ?? 'unknown');
    } finally {
      await host.value.stop();
    }
  } finally {
    await world.stop();
  }
}

function exitCodeOf(outcome: string): number {
  switch (outcome) {
    case 'finished':
      return EXIT.finished;
    case 'refused':
      return EXIT.refused;
    case 'cancelled':
    case 'timed-out':
      return EXIT.ended;
    case 'right-person':
      return EXIT.rightPerson;
    default:
      return EXIT.left;
  }
}

process.exit(await main());
