/** Looks for texts of people in bytes, in whatever encoding they may have got there. */

export type Sighting = { readonly place: string; readonly encoding: string };

/** Every way in which a text may lie in bytes, by name. */
function writings(secret: string): readonly (readonly [string, Buffer])[] {
  const utf8 = Buffer.from(secret, 'utf8');
  const little = Buffer.from(secret, 'utf16le');
  const hex = utf8.toString('hex');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    ['utf-8', utf8],
    ['utf-16le', little],
    ['utf-16be', Buffer.from(little).swap16()],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ['json', Buffer.from([...escaped].map(asEscape).join(''))],
    ...[0, 1, 2].flatMap((before) => base64Of(utf8, before)),
    ...[0, 1, 2].flatMap((before) => base64Of(little, before)),
  ];
}

const asEscape = (character: string): string =>
  character.charCodeAt(0) < 128 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The letters that do not depend on what stands around: a text within base64 begins at one of three places of a group. */
function base64Of(bytes: Buffer, before: number): readonly (readonly [string, Buffer])[] {
  const padded = Buffer.concat([Buffer.alloc(before), bytes]);
  const from = before === 0 ? 0 : before + 1;
  const to = Math.floor((padded.length * 8) / 6);
  const letters = (encoding: 'base64' | 'base64url') => padded.toString(encoding).slice(from, to);
  return [
    [`base64+${before}`, Buffer.from(letters('base64'))],
    [`base64url+${before}`, Buffer.from(letters('base64url'))],
  ];
}

/**
 * @param places what is looked through, by name
 * @returns where any of the secrets was seen; never which
 */
export function scanForSecrets(
  places: Readonly<Record<string, Buffer>>,
  secrets: readonly string[],
): readonly Sighting[] {
  const needles = secrets.flatMap(writings);
  return Object.entries(places).flatMap(([place, bytes]) =>
    needles.filter(([, needle]) => bytes.includes(needle)).map(([encoding]) => ({ place, encoding })),
  );
}

/** A database's text with the bytes that it shows in hexadecimal beside it, as they lie there. */
export function withBytes(dump: string): Buffer {
  const bytes = [...dump.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex ?? '', 'hex'));
  return Buffer.concat([Buffer.from(dump, 'utf8'), ...bytes.flatMap((one) => [one, Buffer.of(0)])]);
}
