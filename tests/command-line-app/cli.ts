/**
 * An app without a phone: `cli.ts --config FILE --municipality CODE --agree [--kind domestic|overseas] [--person ID] [--out DIR]`.
 * The certificate is shown, and written only where `--out` says; nothing else is written anywhere (E2).
 * Ends with 0 when a certificate was shown, 1 when it was refused, 64 for wrong use, 78 for a wrong configuration.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { type CardReader, openReader } from '../../card-reader/index.ts';
import { openPassportScanner } from '../../card-reader/passport/index.ts';
import { buildSyntheticCard, findSyntheticPerson, VirtualReader } from '../../card-reader/virtual/index.ts';
import {
  CertificateKindSchema,
  EcPrivateJwkSchema,
  EcPublicJwkSchema,
  MunicipalityCodeSchema,
} from '../../server-bridge/index.ts';
import { type AppConfiguration, AppConfigurationSchema } from './app-configuration.ts';
import { faultLine } from './app-fault.ts';
import { askPin } from './ask-pin.ts';
import { createAttestationService } from './attestation-service.ts';
import { certificateText } from './certificate-text.ts';
import { openGatewayClient } from './gateway-client.ts';
import { keepCertificate } from './keep-certificate.ts';
import { untilSomethingLies } from './read-passport-chip.ts';
import { TERMS } from './terms.ts';

const EXIT_REFUSED = 1;
const EXIT_USAGE = 64;
const EXIT_CONFIGURATION = 78;
const LONGEST_USE_MS = 300_000;
const USAGE = 'usage: cli.ts --config FILE --municipality CODE --agree [--kind KIND] [--person ID] [--out DIR]';

const ArgumentsSchema = v.strictObject({
  config: v.string(),
  municipality: MunicipalityCodeSchema,
  kind: v.optional(CertificateKindSchema, 'domestic'),
  person: v.optional(v.string()),
  out: v.optional(v.string()),
  agree: v.optional(v.boolean(), false),
});
type Arguments = v.InferOutput<typeof ArgumentsSchema>;

function readArguments(): Arguments | null {
  try {
    const text = { type: 'string' } as const;
    const options = {
      config: text,
      municipality: text,
      kind: text,
      person: text,
      out: text,
      agree: { type: 'boolean' },
    } as const;
    const parsed = v.safeParse(ArgumentsSchema, { ...parseArgs({ options }).values });
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

async function openPhone(reader: AppConfiguration['reader'], person: string | undefined): Promise<CardReader | null> {
  if (reader.kind !== 'synthetic') return await openReader(reader);
  const found = findSyntheticPerson(person ?? '');
  if (found === undefined) return null;
  const hands = new VirtualReader();
  hands.insert(buildSyntheticCard(found));
  return hands.openInProcess();
}

const jsonOf = async <S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S>> =>
  v.parse(schema, JSON.parse(await readFile(file, 'utf8')));

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function readFiles(file: string) {
  const configuration = await jsonOf(file, AppConfigurationSchema);
  const { gateway, attestation } = configuration;
  return {
    configuration,
    ca: await readFile(gateway.caFile),
    rootKey: await jsonOf(configuration.rootKeyFile, EcPublicJwkSchema),
    key: await jsonOf(attestation.keyFile, EcPrivateJwkSchema),
  };
}

async function run(): Promise<number> {
  const wanted = readArguments();
  if (wanted === null) {
    say(USAGE);
    return EXIT_USAGE;
  }
  say(TERMS);
  if (!wanted.agree) {
    say('nothing is read before these terms are agreed to (--agree)');
    return EXIT_USAGE;
  }
  // What is wrong in them is not repeated: a key could be in it.
  const files = await readFiles(wanted.config).catch(() => null);
  if (files === null) {
    say('the configuration, or a file that it names, is not what it should be');
    return EXIT_CONFIGURATION;
  }
  const { configuration, ca, rootKey, key } = files;
  const reader = await openPhone(configuration.reader, wanted.person);
  if (reader === null) {
    say('nobody is called so (--person; see npm run card -- people)');
    return EXIT_USAGE;
  }
  const now = (): Date => new Date();
  const { host, port } = configuration.gateway;
  const { app, build } = configuration.attestation;
  const attestation = createAttestationService({ key, app, build, now });
  const gateway = openGatewayClient({ host, port, ca, attestation });
  try {
    // What judges certificates is large, and needed from here on only.
    const { useApp } = await import('./use-app.ts');
    const signal = AbortSignal.timeout(LONGEST_USE_MS);
    await untilSomethingLies(reader, signal);
    const used = await useApp(
      {
        ...{ gateway, rootKey, reader, askPin, now, signal },
        passport: configuration.passport === undefined ? null : openPassportScanner(configuration.passport),
        askForPassport: () => say('take the card away; scan the passport and lay it down'),
      },
      wanted,
    );
    if (used.isErr()) {
      say(faultLine(used.error));
      return EXIT_REFUSED;
    }
    process.stdout.write(certificateText(used.value));
    if (wanted.out !== undefined) say(`written: ${(await keepCertificate(wanted.out, used.value)).join(', ')}`);
    return 0;
  } finally {
    gateway.close();
    await reader.close();
  }
}

process.exitCode = await run();
