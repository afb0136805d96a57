/** What the tests of imports share: a desk around a store, files as texts, an upload of them. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import * as v from 'valibot';
import { checkDigitOf } from '../../../card-reader/individual-number/index.ts';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { Import, ImportKind } from '../console-api/imports.ts';
import { createOperationLog } from '../operation-log/index.ts';
import type { OperationEvent } from '../operation-log/operation-log.ts';
import { RightsSchema, StaffIdSchema, StaffTerminalNameSchema, type VrsActor } from '../staff/rights.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import { type ImportDesk, type ImportParts, importDesk } from './import-desk.ts';
import { spoolFilesIn } from './spool.ts';

export const AREA = v.parse(MunicipalityCodeSchema, '900010');
export const OTHER_AREA = v.parse(MunicipalityCodeSchema, '900028');
export const NOW = new Date('2026-11-20T01:02:03.456Z');

export const staffOf = (area: MunicipalityCode): VrsActor => ({
  kind: 'person',
  area,
  staffId: v.parse(StaffIdSchema, 'mihon.staff'),
  name: '見本 職員',
  rights: v.parse(RightsSchema, { people: 'exchange', records: 'exchange', numbers: 'write' }),
  terminal: v.parse(StaffTerminalNameSchema, 'mihon-1'),
  sessionId: 'synthetic',
});

export type TestDesk = {
  readonly desk: ImportDesk;
  readonly events: OperationEvent[];
  readonly folder: string;
  readonly close: () => Promise<void>;
};

/** A desk of its own: as one node has it. */
export async function testDesk(store: VrsStore, more: Partial<ImportParts> = {}): Promise<TestDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-import-'));
  const events: OperationEvent[] = [];
  const kept = createOperationLog({ now: more.now ?? (() => NOW) });
  const desk = importDesk({
    store,
    log: {
      append: async (transaction, event) => {
        await kept.append(transaction, event);
        events.push(event);
      },
    },
    now: () => NOW,
    openSpoolFile: spoolFilesIn(folder),
    onFailure: (cause) => {
      throw cause;
    },
    ...more,
  });
  return {
    desk,
    events,
    folder,
    close: async () => {
      await desk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Names that lie in the folder of spools: none may, at any time that a test can look. */
export const spooled = (folder: string) => readdir(folder);

/** In pieces that cut lines and characters. */
export async function* piecesOf(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) {
    await Promise.resolve();
    yield bytes.subarray(from, from + size);
  }
}

/** Begins, sends, waits for the end, and gives what staff see of it. */
export async function importFile(
  { desk }: Pick<TestDesk, 'desk'>,
  kind: ImportKind,
  bytes: Uint8Array,
  o: {
    readonly encoding?: 'detect' | 'utf-8' | 'shift_jis';
    readonly area?: MunicipalityCode;
    readonly saidBytes?: number;
    readonly withNumbers?: boolean;
    readonly upload?: AsyncIterable<Uint8Array>;
  } = {},
): Promise<Import> {
  const area = o.area ?? AREA;
  const actor = staffOf(area);
  const begun = await desk.begin(actor, {
    kind,
    encoding: o.encoding ?? 'detect',
    bytes: o.saidBytes ?? bytes.length,
  });
  const { importId } = begun._unsafeUnwrap();
  await desk.receive(actor, importId, o.upload ?? piecesOf(bytes), { withNumbers: o.withNumbers ?? true });
  await desk.settled();
  return (await desk.state(area, importId))._unsafeUnwrap();
}

export const PEOPLE_HEADING =
  '市区町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,転出・死亡フラグ,転出年月日,死亡年月日,支援措置フラグ';

/** A synthetic individual number with its right check digit. */
export function syntheticNumber(seed: number): string {
  const eleven = `9${String(seed).padStart(10, '0')}`;
  return `${eleven}${checkDigitOf(eleven)}`;
}

/** A line of a people file, of an invented person. */
export function personLine(seed: number, o: Readonly<Record<string, string>> = {}): string {
  const cells = {
    municipality: AREA as string,
    reference: String(100_000 + seed),
    number: syntheticNumber(seed),
    name: `見本　試子${seed}`,
    kana: 'ミホン　シコ',
    birthDay: '1970-01-02',
    sex: '2',
    flag: '0',
    movedOn: '',
    deceasedOn: '',
    protected: '0',
    ...o,
  };
  return Object.values(cells).join(',');
}

export const utf8 = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'utf8');
export const sjis = (...lines: string[]) => iconv.encode(lines.map((line) => `${line}\r\n`).join(''), 'cp932');

export async function inArea<T>(
  store: VrsStore,
  work: (transaction: AreaTransaction) => Promise<T>,
  area: MunicipalityCode = AREA,
): Promise<T> {
  const done = await store.inArea(area, async (transaction) => ({ value: await work(transaction) }));
  if (done === undefined) throw new Error('the area exists');
  return done.value;
}

export const TICKETS_HEADING = '市区町村コード,宛名番号,券番号,券種,発行年月日,廃止年月日';
export const ticketLine = (reference: string, ticket: string, type = '1', withdrawnOn = '') =>
  [AREA, reference, ticket, type, '2021-05-01', withdrawnOn].join(',');

export const RECORDS_HEADING =
  '市区町村コード,宛名番号,券番号,接種状況,接種回数,接種日,接種自治体コード,接種会場名,接種医師名,ワクチンメーカー,製品コード,ワクチンロット番号,要確認フラグ';

/** A line of a records file; by default a first dose that nothing speaks against. */
export function recordLine(reference: string, o: Readonly<Record<string, string>> = {}): string {
  const cells = {
    municipality: AREA as string,
    reference,
    ticket: '',
    status: '1',
    number: '1',
    day: '2021-07-10',
    vaccinatedIn: AREA as string,
    site: '見本会場',
    doctor: '見本　医師',
    maker: 'ファイザー',
    product: 'comirnaty',
    lot: 'ZZ0001',
    doubtful: '0',
    ...o,
  };
  return Object.values(cells).join(',');
}

export const ADDRESS_HEADING = '市区町村コード,宛名番号,統合宛名番号,個人番号';
