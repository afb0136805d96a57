/** What a hostile or broken sender makes of a valid message: changes that know its places, and bytes that are no message. */

import { gzipSync } from 'node:zlib';

/** In every hostile text, so that a log or an answer that repeats one is found. */
export const MARK = 'Zq7hostile';

export type Mutation = {
  readonly what: string;
  readonly bytes: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

const HOSTILE_TEXTS: readonly string[] = [
  '',
  `${MARK}'; drop table terminals; --`,
  `<script>${MARK}</script>`,
  `"><img src=x onerror=${MARK}>`,
  `${MARK}\u0000`,
  `${MARK}\ud800`,
  `\u202e${MARK}\u200f`,
  `\r\nset-cookie: ${MARK}=1`,
  `../../../../${MARK}`,
  `%s%n\${${MARK}}{{7*7}}`,
  MARK.repeat(500),
  '9'.repeat(400),
  'NaN',
  '2026-02-31T00:00:00.000Z',
];
/** Written as JSON, since some of these numbers are not what JSON.stringify would write. */
const HOSTILE_JSON: readonly string[] = [
  'null',
  'true',
  '-0',
  '-1',
  '0.1',
  '1e309',
  '-1e309',
  '9007199254740993',
  '2147483648',
  '1e-400',
  '[]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  `[${'1,'.repeat(400)}1]`,
  `${'['.repeat(300)}${']'.repeat(300)}`,
];

type Place = readonly string[];
const placesOf = (value: unknown, at: Place = []): readonly Place[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]))]
    : [at];

/** The message as text, with the value at a place put in as text. */
function written(value: unknown, place: Place | null, by: string): string {
  if (place?.length === 0) return by;
  const inner = (key: string, held: unknown): string => {
    const rest = place !== null && place[0] === key ? place.slice(1) : null;
    return written(held, rest, by);
  };
  if (Array.isArray(value)) return `[${value.map((item, index) => inner(String(index), item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, held]) => `${JSON.stringify(key)}:${inner(key, held)}`);
  return `{${members.join(',')}}`;
}

const valueAt = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
    value,
  );

function keyChanges(message: unknown, place: Place): readonly [string, string][] {
  const held = valueAt(message, place);
  if (typeof held !== 'object' || held === null || Array.isArray(held)) return [];
  const entries = Object.entries(held);
  const text = JSON.stringify(held);
  const rest = text === '{}' ? '}' : `,${text.slice(1)}`;
  const put = (by: string): string => written(message, place, by);
  return [
    ...entries.map(([key]): [string, string] => [
      `without ${key}`,
      put(JSON.stringify(Object.fromEntries(entries.filter(([other]) => other !== key)))),
    ]),
    ...entries.map(([key]): [string, string] => [
      `${key} renamed`,
      put(JSON.stringify(Object.fromEntries(entries.map(([k, inner]) => [k === key ? `${k}${MARK}` : k, inner])))),
    ]),
    ...entries
      .slice(0, 2)
      .map(([key, inner]): [string, string] => [
        `${key} twice`,
        put(
          `{${JSON.stringify(key)}:{"${MARK}":1}${rest.slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(inner)}}`,
        ),
      ]),
    ['one more key', put(`{"${MARK}":1${rest}`)],
    ['__proto__', put(`{"__proto__":{"polluted":true}${rest}`)],
    ['constructor', put(`{"constructor":{"prototype":{"polluted":true}}${rest}`)],
  ];
}

function boundariesOf(value: unknown): readonly string[] {
  if (typeof value === 'number') return [String(value - 1), String(value + 1), JSON.stringify(String(value))];
  if (typeof value === 'string') return [JSON.stringify(`${value}\u0000`), JSON.stringify(` ${value}`)];
  return [];
}

/** All changes of a message at its places: keys, types, boundaries, hostile texts. */
export function placeMutations(message: unknown): readonly Mutation[] {
  return placesOf(message).flatMap((place) => {
    const at = place.join('.');
    const values = [
      ...HOSTILE_JSON,
      ...HOSTILE_TEXTS.map((text) => JSON.stringify(text)),
      ...boundariesOf(valueAt(message, place)),
    ];
    return [
      ...keyChanges(message, place).map(([what, text]) => ({ what: `${at}: ${what}`, bytes: Buffer.from(text) })),
      ...values.map((text) => ({
        what: `${at} := ${text.slice(0, 40)}`,
        bytes: Buffer.from(written(message, place, text)),
      })),
    ];
  });
}

/** Bytes that are no message of the route, whatever its schema; `random` ones among them. */
export function byteMutations(message: unknown, random: readonly (string | Uint8Array)[]): readonly Mutation[] {
  const text = JSON.stringify(message);
  const whole = Buffer.from(text);
  const bytes = (what: string, content: Uint8Array | string, headers?: Mutation['headers']): Mutation => ({
    what,
    bytes: Buffer.from(content),
    ...(headers === undefined ? {} : { headers }),
  });
  return [
    bytes('cut off', text.slice(0, -1)),
    bytes('half', text.slice(0, Math.floor(text.length / 2))),
    bytes('one brace too many', `${text}}`),
    bytes('twice', text + text),
    bytes('a byte order mark', `\ufeff${text}`),
    bytes('NUL at the end', `${text}\u0000`),
    bytes('invalid UTF-8', Buffer.concat([Buffer.from('{"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('":1}')])),
    bytes('UTF-16', Buffer.from(text, 'utf16le')),
    bytes('nothing', ''),
    bytes('deep', '['.repeat(4_000)),
    bytes('deep objects', '{"a":'.repeat(4_000)),
    bytes('text/plain', whole, { 'content-type': 'text/plain' }),
    bytes('a form', `${MARK}=1`, { 'content-type': 'application/x-www-form-urlencoded' }),
    bytes('multipart', `--x\r\n\r\n${MARK}\r\n--x--`, { 'content-type': 'multipart/form-data; boundary=x' }),
    bytes('a broken type', whole, { 'content-type': `;;;${MARK}` }),
    bytes('gzip', gzipSync(whole), { 'content-encoding': 'gzip' }),
    ...random.map((content, index) => bytes(`random ${index}`, content)),
  ];
}

/** Ends of an address that no route has. */
export const HOSTILE_QUERIES: readonly string[] = [
  `?${MARK}=1`,
  `?limit=1&limit=2`,
  '?__proto__[polluted]=1&constructor.prototype.polluted=1',
  `?limit=1e309&from=NaN&after=-0`,
  `?a=${'%00'.repeat(20)}`,
  `?${'a=1&'.repeat(600)}`,
  '?%',
  `?terminalId=%27%20or%201=1--${MARK}`,
  '?limit[]=1&limit[a]=2',
  '?%ED%A0%80=%C3%28',
];
/** What stands in the place of a parameter of a path. */
export const HOSTILE_PARAMETERS: readonly string[] = [
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  '%00',
  `%27;drop%20table%20terminals--${MARK}`,
  `%3Cscript%3E${MARK}`,
  '__proto__',
  'constructor',
  '-1',
  '1e309',
  '99999999999999999999',
  '2147483648',
  '9007199254740991',
  'a'.repeat(99),
  'a'.repeat(3_000),
  '%E2%80%AE',
];
