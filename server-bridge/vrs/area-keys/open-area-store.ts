/** The store of a configuration file, as the programs of operators open it. */
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import { type VrsConfiguration, VrsConfigurationSchema } from '../configuration.ts';
import { openMasterKey, readJson, type StartFileError } from '../start-files.ts';
import type { MasterKey } from '../store/master-key.ts';
import { openDatabase, type StoreError } from '../store/open-store.ts';
import type { VrsTables } from '../store/tables.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';

/** Of sysexits.h. */
export const EXIT = { done: 0, usage: 64, refused: 65, unavailable: 69, configuration: 78 } as const;

export type Writers = { readonly out: (text: string) => void; readonly errors: (text: string) => void };
export type Unopened = { readonly line: string; readonly code: number };
export type OpenAreaStore = {
  readonly store: VrsStore;
  /** The same database as its owner has it, for what makes areas. */
  readonly database: Kysely<VrsTables>;
  readonly masterKey: MasterKey;
  readonly configuration: VrsConfiguration;
  readonly close: () => Promise<void>;
};

/** Opens master key and database, and nothing else of a node. */
export async function openAreaStore(file: string): Promise<Result<OpenAreaStore, Unopened>> {
  const read = await readJson(file, VrsConfigurationSchema);
  if (read.isErr()) return err(unopenedFile(read.error));
  const configuration = read.value;
  const { masterKey: given, masterKeyFile = '' } = configuration;
  const opened = await openMasterKey(given ?? { kind: 'file', file: masterKeyFile });
  if (opened.isErr()) return err(unopenedFile(opened.error));
  const { masterKey, close: closeMasterKey } = opened.value;
  const database = await openDatabase(configuration.store);
  if (database.isErr()) {
    await closeMasterKey();
    return err(unopenedStore(database.error));
  }
  const store = createVrsStore({ ...database.value, masterKey });
  const close = async (): Promise<void> => {
    await store.close();
    await closeMasterKey();
  };
  return ok({ store, database: database.value.database, masterKey, configuration, close });
}

export function unopenedFile(error: StartFileError): Unopened {
  const what = error.kind === 'master-key-token' ? `the token: ${error.cause.kind}` : error.kind;
  return { line: `${error.file}: ${what}`, code: EXIT.configuration };
}

function unopenedStore({ kind }: StoreError): Unopened {
  const line =
    kind === 'store-in-use'
      ? 'the store is in this folder and in use: stop VRS first'
      : `the store cannot be opened: ${kind}`;
  return { line, code: EXIT.unavailable };
}
