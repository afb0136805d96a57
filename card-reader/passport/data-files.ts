import { err, ok, type Result } from 'neverthrow';
import { type Layout, parseLayout } from '../apdu/tlv-record.ts';
import { MRZ_LENGTH, type Mrz, parseMrz } from './mrz.ts';

const DATA_GROUP_1 = 0x61;

type FileError = { kind: 'object-malformed'; file: string };

/** DG1 (Doc 9303-10, 4.7.1): `61 { 5F1F zone }`. */
const dataGroup1: Layout<Uint8Array> = (cursor) =>
  cursor.constructed(DATA_GROUP_1, (inner) => inner.field(0x5f1f, MRZ_LENGTH).value).content;

/** EF.COM (Doc 9303-10, 4.6.1): LDS version, Unicode version, and the tags of the data groups there are. */
const commonData: Layout<Uint8Array> = (cursor) =>
  cursor.constructed(0x60, (inner) => {
    inner.field(0x5f01, 4);
    inner.field(0x5f36, 6);
    const tags = inner.field(0x5c, [1, 20]).value;
    inner.unknownObjects();
    return tags;
  }).content;

/** The zone in DG1, checked like a scanned one. */
export function parseDataGroup1(bytes: Uint8Array): Result<Mrz, FileError> {
  return parseLayout(bytes, dataGroup1)
    .andThen((zone) => parseMrz(Buffer.from(zone).toString('latin1')))
    .mapErr(() => malformed('DG1'));
}

/** Checks that EF.COM lists DG1. It is not signed, so nothing else in it is worth reading. */
export function requireDataGroup1(bytes: Uint8Array): Result<void, FileError> {
  return parseLayout(bytes, commonData)
    .mapErr(() => malformed('EF.COM'))
    .andThen((tags) => (tags.includes(DATA_GROUP_1) ? ok(undefined) : err(malformed('EF.COM'))));
}

function malformed(file: string): FileError {
  return { kind: 'object-malformed', file };
}
