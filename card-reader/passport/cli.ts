/** Passport reading by hand, with a synthetic passport on a virtual scanner and a virtual reader; see `--help`. */
import { parseArgs } from 'node:util';
import { traceConnection } from '../cli/masked-trace.ts';
import { VirtualReader } from '../virtual/virtual-reader.ts';
import { readPassport, wipePassport } from './index.ts';
import { buildSyntheticPassport, type PassportFault, VirtualScanner } from './virtual/index.ts';

const FAULTS: Readonly<Record<string, PassportFault>> = {
  'chip-of-another-zone': { kind: 'chip-of-another-zone' },
  'dg1-of-another-zone': { kind: 'dg1-of-another-zone' },
  'dg1-altered': { kind: 'dg1-altered' },
  'sod-altered': { kind: 'sod-altered', bitFromEnd: 0 },
  'foreign-csca': { kind: 'foreign-csca', sameName: true },
  'signer-expired': { kind: 'signer-expired' },
  'signer-not-yet-valid': { kind: 'signer-not-yet-valid' },
  'wrong-mac': { kind: 'wrong-mac', at: 12 },
  removed: { kind: 'at-command', at: 9, fault: { kind: 'removed', when: 'during' } },
  silent: { kind: 'at-command', at: 9, fault: { kind: 'silent' } },
};

const USAGE = `node card-reader/passport/cli.ts [--access bac|pace|both] [--fault NAME]
faults: ${Object.keys(FAULTS).join(', ')}`;

const ACCESS = ['bac', 'pace', 'both'] as const;

type Invocation = { access: (typeof ACCESS)[number]; faults: PassportFault[] };

function parseInvocation(argv: readonly string[]): Invocation | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { access: { type: 'string', default: 'both' }, fault: { type: 'string', multiple: true, default: [] } },
    });
    const access = ACCESS.find((name) => name === values.access);
    const faults = values.fault.map((name) => (Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined));
    const known = faults.filter((fault) => fault !== undefined);
    return access === undefined || known.length < faults.length ? undefined : { access, faults: known };
  } catch {
    return undefined;
  }
}

async function run({ access, faults }: Invocation): Promise<number> {
  const passport = buildSyntheticPassport({ access, faults, latencyMs: 15 });
  const signal = new AbortController().signal;
  const scanner = new VirtualScanner();
  scanner.lay(passport.zone);
  const zone = await scanner.scan({ signal, timeoutMs: 1_000 });
  const hands = new VirtualReader();
  hands.insert(passport.card);
  const connection = await hands.openInProcess().connect({});
  if (zone.isErr() || connection.isErr()) return 1;
  const started = performance.now();
  const read = await readPassport({
    connection: traceConnection(connection.value, (line) => console.log(line), false),
    mrz: zone.value,
    anchors: passport.anchors,
    now: new Date(),
    signal,
  });
  await connection.value.disconnect();
  const took = `${passport.card.commandCount} commands, ${Math.round(performance.now() - started)} ms`;
  if (read.isErr()) {
    console.error(`failed: ${JSON.stringify(read.error)} (${took})`);
    return 1;
  }
  // Synthetic through and through: the one case in which a name may be shown.
  const { primaryIdentifier, secondaryIdentifier, birthDate, nationality, dg1, sod } = read.value;
  console.log(`verified: ${primaryIdentifier} ${secondaryIdentifier}, ${birthDate}, ${nationality}`);
  console.log(`DG1 of ${dg1.length} and SOD of ${sod.length} bytes; ${took}`);
  wipePassport(read.value);
  return 0;
}

const invocation = parseInvocation(process.argv.slice(2));
if (invocation === undefined) console.error(USAGE);
process.exitCode = invocation === undefined ? 64 : await run(invocation);
