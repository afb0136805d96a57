/** What a municipality's area is opened with, as it is given by an operator or in a file: strictly, and every fault with its place. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { MunicipalityCodeSchema, MunicipalitySchema } from '../../protocol/index.ts';
import { isMunicipalityCode } from '../municipal-files/index.ts';
import type { AreaFacts } from '../store/register-area.ts';

/** What the directive and every certificate show: one line, no space around it. */
const words = v.pipe(
  v.string('a text is missing'),
  v.regex(/^[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u, 'not one line without space around it'),
  v.maxLength(100, 'longer than 100 characters'),
);
const both = v.strictObject({ ja: words, en: words });

/** An area is never closed again, so that a code with a slip of the finger is refused before it is one. */
const code = v.pipe(
  v.string('a code is missing'),
  v.check(isMunicipalityCode, 'not six digits of which the last is the check digit'),
  MunicipalityCodeSchema,
);

export const AreaFactsSchema = v.strictObject({
  code,
  prefecture: both,
  name: both,
  kana: v.pipe(words, MunicipalitySchema.entries.kana),
  takingPart: v.boolean('neither true nor false'),
});

/** There are about 1,900 municipalities and wards. */
const AreaListSchema = v.pipe(
  v.array(AreaFactsSchema, 'not a list'),
  v.minLength(1, 'nothing in it'),
  v.maxLength(2_000, 'more than 2,000 entries'),
);

/** Where in the list, counted from 1, and what is wrong there. */
export type ListFault = string;

/** @returns every fault, where there is one; nothing of such a list is used */
export function readAreaList(given: unknown): Result<readonly AreaFacts[], readonly ListFault[]> {
  const parsed = v.safeParse(AreaListSchema, given);
  if (!parsed.success) return err(parsed.issues.map(faultOf));
  const places = new Map<string, number>();
  const faults: ListFault[] = [];
  for (const [index, { code: one }] of parsed.output.entries()) {
    const first = places.get(one);
    if (first !== undefined) faults.push(`entry ${index + 1}, code: the same as in entry ${first}`);
    else places.set(one, index + 1);
  }
  return faults.length > 0 ? err(faults) : ok(parsed.output);
}

function faultOf(issue: v.BaseIssue<unknown>): ListFault {
  const [entry, ...within] = issue.path ?? [];
  if (entry === undefined) return `the list: ${wordsOf(issue)}`;
  const place = within.map(({ key }) => String(key)).join('.');
  return `entry ${Number(entry.key) + 1}${place === '' ? '' : `, ${place}`}: ${wordsOf(issue)}`;
}

/** What is wrong, without what stands there. */
export function wordsOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object')
    return issue.type === 'regex' && issue.message.startsWith('Invalid') ? 'not of hiragana' : issue.message;
  return issue.expected === 'never' ? 'nothing of this name belongs here' : 'missing';
}
