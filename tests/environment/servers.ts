/**
 * VRS and center as processes of their own, over mutual TLS, with embedded stores: the real other end of the line.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { CenterConfigurationSchema, CenterLimits } from '../../server-bridge/center/index.ts';
import type { VrsConfigurationSchema } from '../../server-bridge/vrs/index.ts';
import { type DevelopmentAccount, makeDevelopmentAccount, prepareConsole } from './development-console.ts';
import { type PrivateFiles, writePrivate } from './private-files.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const entry = (path: string): string => fileURLToPath(new URL(`../../server-bridge/${path}`, import.meta.url));
const VrsSaysSchema = v.object({ event: v.literal('VRS_LISTENING'), port: v.number() });
const CenterSaysSchema = v.object({
  event: v.literal('CENTER_LISTENING'),
  port: v.number(),
  operationsPort: v.number(),
  consolePort: v.nullable(v.number()),
  enrolmentPort: v.number(),
});

export type Servers = {
  vrs: ServerProcess<v.InferOutput<typeof VrsSaysSchema>>;
  center: ServerProcess<v.InferOutput<typeof CenterSaysSchema>>;
  /** Starts a VRS again on the port it had, after it was ended. */
  restartVrs(): Promise<void>;
  restartCenter(): Promise<void>;
  /** Who can sign in at the console; null where there is none. */
  consoleAccount: DevelopmentAccount | null;
  stop(): Promise<void>;
};

/** `persistent` keeps VRS's store in the private folder; otherwise it lives in memory. */
export async function startServers(
  files: PrivateFiles,
  o: {
    persistent: boolean;
    centerLimits: Partial<CenterLimits>;
    /** A console with a development account; only with a store that stays. */
    consolePort: number | null;
  },
): Promise<Servers> {
  const inFolder = (name: string) => ({ kind: 'pglite' as const, directory: join(files.directory, name) });
  const { trust } = files;
  const console = o.consolePort === null ? null : await prepareConsole(files, o.consolePort);
  const centerFile = join(files.directory, 'center.configuration.json');
  const vrsConfiguration = (port: number): v.InferInput<typeof VrsConfigurationSchema> => ({
    listen: { host: '127.0.0.1', port },
    tls: { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile, clientCa: trust.lgwanCaFile },
    store: o.persistent ? inFolder('vrs-store') : { kind: 'pglite', directory: null },
    keysFile: files.vrs.keysFile,
    masterKeyFile: files.vrs.masterKeyFile,
    cardAnchorsFile: files.vrs.cardAnchorsFile,
    passportAnchorsFile: files.passportAnchorsFile,
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: true,
    maxInFlight: 64,
    challengeLifeSeconds: 300,
  });
  const centerConfiguration = (
    port: number,
    operationsPort: number,
    vrsPort: number,
  ): v.InferInput<typeof CenterConfigurationSchema> => ({
    listen: { host: '127.0.0.1', port },
    tls: { ...trust.centerServer, caFile: trust.lineCaFile },
    vrs: { host: '127.0.0.1', port: vrsPort, ...trust.centerVrsClient, caFile: trust.lgwanCaFile },
    // Always on disk: a center that is started again must know its terminals' certificates.
    store: inFolder('center-store'),
    directiveKeyFile: trust.directiveKeyFile,
    initialDirective: files.initialDirectiveFile,
    // The workbench is one pair of hands: it changes the directive alone, also beside the development console.
    operations: { port: operationsPort, tokenFile: files.operationsTokenFile, directChanges: true },
    limits: o.centerLimits,
    // As in service: only a certificate this center has given out, and not taken back, opens the line.
    line: { certificates: 'registered' },
    enrolment: {
      host: '127.0.0.1',
      port: 0,
      issuer: { kind: 'file', certificateFile: trust.lineCaFile, keyFile: join(trust.directory, 'line-ca.key.pem') },
      attemptsPerMinute: 600,
    },
    ...(console === null ? {} : { console }),
  });
  const startVrs = async (port: number): Promise<Servers['vrs']> => {
    const file = join(files.directory, 'vrs.configuration.json');
    await writePrivate(file, JSON.stringify(vrsConfiguration(port)));
    return startServerProcess({
      name: 'VRS',
      entry: entry('vrs/main.ts'),
      args: ['--config', file],
      says: VrsSaysSchema,
    });
  };
  const startCenter = async (port: number, operationsPort: number, vrsPort: number): Promise<Servers['center']> => {
    await writePrivate(centerFile, JSON.stringify(centerConfiguration(port, operationsPort, vrsPort)));
    return startServerProcess({
      name: 'center',
      entry: entry('center/main.ts'),
      args: ['--config', centerFile],
      says: CenterSaysSchema,
    });
  };

  const accountOf = async (): Promise<DevelopmentAccount | null> => {
    if (console === null) return null;
    await writePrivate(centerFile, JSON.stringify(centerConfiguration(0, 0, 0)));
    return await makeDevelopmentAccount(centerFile, files.directory);
  };
  const consoleAccount = await accountOf();
  const vrs = await startVrs(0);
  const center = await startCenter(0, 0, vrs.said.port).catch(async (cause: unknown) => {
    await vrs.stop();
    throw cause;
  });
  const servers: Servers = {
    vrs,
    center,
    consoleAccount,
    async restartVrs() {
      await servers.vrs.stop();
      servers.vrs = await startVrs(servers.vrs.said.port);
    },
    async restartCenter() {
      await servers.center.stop();
      const { port, operationsPort } = servers.center.said;
      servers.center = await startCenter(port, operationsPort, servers.vrs.said.port);
    },
    async stop() {
      await servers.center.stop();
      await servers.vrs.stop();
    },
  };
  return servers;
}
