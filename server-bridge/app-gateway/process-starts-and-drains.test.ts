import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { syntheticCardAnchors } from '../../card-reader/virtual/index.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';
import { startGateway } from './start-gateway.ts';
import { askOver } from './testing/gateway-client.ts';
import { anAnswer, anApplication, aVisitId, buildGatewayWorld, type GatewayWorld } from './testing/gateway-world.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SaysSchema = v.strictObject({ event: v.literal('GATEWAY_LISTENING'), port: v.number() });
let world: GatewayWorld;
const children: ChildProcess[] = [];

beforeAll(async () => {
  world = await buildGatewayWorld();
}, 60_000);
afterAll(() => world?.stop());
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

async function begin(content: object | string, options: readonly string[] = []) {
  const file = join(world.directory, `${aVisitId()}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const child = spawn(process.execPath, ['--no-warnings', ...options, MAIN, '--config', file], { stdio: 'pipe' });
  children.push(child);
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, complaint }));
  return { child, ended, output: () => output };
}

function portSaid(output: string): number | undefined {
  for (const line of output.split('\n')) {
    const said = v.safeParse(v.pipe(v.string(), v.parseJson(), SaysSchema), line);
    if (said.success) return said.output.port;
  }
  return undefined;
}

describe('the process', () => {
  it('serves, and on SIGTERM lets what is in flight end; its output has nothing of it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    world.vrs.answer = async (_path, body) => {
      await promise;
      return { status: 200, body: JSON.stringify(anAnswer(JSON.parse(body).header.visitId)) };
    };
    const { child, ended, output } = await begin(world.development.configuration(world.vrs.port));
    await expect.poll(() => portSaid(output()), { timeout: 20_000 }).toBeDefined();
    const session = world.session(portSaid(output()) ?? 0);
    try {
      const application = anApplication();
      const answer = askOver(session, await world.attested('/v1/applications', application));
      await expect.poll(() => world.vrs.asked.length).toBe(1);
      child.kill('SIGTERM');
      resolve();
      expect((await answer).status).toBe(200);
      expect(await ended).toEqual({ code: 0, complaint: '' });
      expect(output()).not.toContain(application.header.visitId);
      expect(output()).not.toContain(application.sealed.slice(0, 20));
      expect(output()).toContain('"event":"GATEWAY_STOPPED"');
    } finally {
      session.destroy();
    }
  });

  it('does not serve with a runtime that writes memory out, or with a configuration that is not one', async () => {
    const good = world.development.configuration(world.vrs.port);
    for (const [content, options, word] of [
      [good, ['--heapsnapshot-signal=SIGUSR2'], 'heapsnapshot'],
      [{ ...good, attestation: { kind: 'none' } }, [], 'does not hold what it should'],
      ['{', [], 'does not hold what it should'],
    ] as const) {
      const { ended } = await begin(content, options);
      const { code, complaint } = await ended;
      expect({ code, complaint }).toMatchObject({ code: 78 });
      expect(complaint).toContain(word);
    }
  });
});

describe('what is refused at the start', () => {
  const start = async (change: (configuration: GatewayConfiguration) => GatewayConfiguration) => {
    const started = await startGateway(change(world.development.configuration(world.vrs.port)));
    if (started.isErr()) return started.error.kind;
    await started.value.stop();
    return 'started';
  };

  it('skipping attestation beside card anchors of production, or before a VRS that is not of development', async () => {
    const [anchor] = syntheticCardAnchors();
    if (anchor === undefined) throw new Error('there are synthetic anchors');
    const synthetic = join(world.directory, 'anchors.json');
    await writeFile(synthetic, JSON.stringify([anchor]));
    const production = join(world.directory, 'production-anchors.json');
    const real = { ...anchor, environment: 'production', keyId: `35${anchor.keyId.slice(2)}` };
    await writeFile(production, JSON.stringify([anchor, real]));
    const skipping = (cardAnchorsFile: string) => (same: GatewayConfiguration) => ({
      ...same,
      attestation: { kind: 'development' as const, cardAnchorsFile },
    });
    expect(await start(skipping(synthetic))).toBe('started');
    expect(await start(skipping(production))).toBe('development-verifier-beside-production');
    expect(await start(skipping(join(world.directory, 'none.json')))).toBe('unreadable-file');
    const otherVrs = (same: GatewayConfiguration) => {
      const { vrs } = same;
      return { ...skipping(synthetic)(same), vrs: { ...vrs, ca: join(world.directory, 'not-a-certificate.pem') } };
    };
    await writeFile(join(world.directory, 'not-a-certificate.pem'), 'x');
    expect(await start(otherVrs)).toBe('development-verifier-beside-production');
    // A second authority beside the development one could be anybody's.
    const first = await readFile(world.trust.lgwanCaFile, 'utf8');
    await writeFile(join(world.directory, 'not-a-certificate.pem'), `${first}-----BEGIN CERTIFICATE-----\nAAAA\n`);
    expect(await start(otherVrs)).toBe('development-verifier-beside-production');
  });

  it('a certificate that names no gateway, and a key that others can read', async () => {
    const { centerVrsClient } = world.trust;
    const asCenter = (same: GatewayConfiguration) => ({
      ...same,
      vrs: { ...same.vrs, certificate: centerVrsClient.certificateFile, key: centerVrsClient.keyFile },
    });
    expect(await start(asCenter)).toBe('no-gateway');
    const { key } = world.development.configuration(0).vrs;
    await chmod(key, 0o640);
    try {
      expect(await start((same) => same)).toBe('open-to-others');
    } finally {
      await chmod(key, 0o600);
    }
    expect(await start((same) => same)).toBe('started');
  });
});
