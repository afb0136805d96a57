/** Databases for measuring, thrown away afterwards: PGlite in a folder, or a PostgreSQL of our own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type OpenDatabase, openDatabase } from '../store/open-store.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import type { BenchMachine } from './bench-machine.ts';

export const BENCH_AREA = v.parse(MunicipalityCodeSchema, '900010');

/** `hasty` leaves out waiting for the disk: for what is only read. */
export type BenchStoreKind = 'pglite' | 'postgres' | 'postgres-hasty';

export type BenchStore = {
  readonly store: VrsStore;
  readonly open: OpenDatabase;
  readonly masterKey: Buffer;
  /** Where a second process reaches it, and the server's own; null for PGlite, which is in this process. */
  readonly server: { readonly url: string; readonly pid: number } | null;
  close(): Promise<void>;
};

export async function openBenchStore(kind: BenchStoreKind, machine: BenchMachine): Promise<BenchStore> {
  const masterKey = randomBytes(32);
  const directory = mkdtempSync(join(tmpdir(), 'kofu-vrs-bench-'));
  const postgres = kind === 'pglite' ? null : await machine.startPrivatePostgres({ hasty: kind === 'postgres-hasty' });
  const opened = await openDatabase(
    postgres === null
      ? { kind: 'pglite', directory: join(directory, 'data') }
      : { kind: 'postgres', url: postgres.url },
  );
  if (opened.isErr()) throw new Error(`the bench's database cannot be opened: ${opened.error.kind}`);
  const open = opened.value;
  await registerAreas(open.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  const store = createVrsStore({ ...open, masterKey });
  return {
    store,
    open,
    masterKey,
    server: postgres === null ? null : { url: postgres.url, pid: postgres.pid() },
    async close() {
      await store.close();
      await postgres?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
