/** A rule in the audit trail: written in a few words, read back for those who ask who set it. */
import * as v from 'valibot';
import { type AlarmRuleChange, type AlarmRuleChangesSchema, SeveritySchema } from '../console-api/alarms.ts';
import type { CenterDatabase } from '../store/index.ts';
import { whole } from '../store/tables.ts';
import type { AlarmRuleOf } from './default-rules.ts';

const PAGE = 100;

/** `major:after-900s:repeat-0m:notify`, with `:off` behind it where it is off. */
export function wordsOfRule({ severity, afterSeconds, repeatMinutes, notify, enabled }: AlarmRuleOf): string {
  const told = notify ? 'notify' : 'silent';
  return `${severity}:after-${afterSeconds}s:repeat-${repeatMinutes}m:${told}${enabled ? '' : ':off'}`;
}

const WORDS = /^([a-z]+):after-([0-9]{1,6})s:repeat-([0-9]{1,6})m:(notify|silent)(:off)?$/;

/** @returns null for words of another release */
export function ruleOfWords(words: string): AlarmRuleChange['rule'] {
  const [, severity, afterSeconds, repeatMinutes, told, off] = WORDS.exec(words) ?? [];
  const known = v.safeParse(SeveritySchema, severity);
  if (!known.success) return null;
  return {
    severity: known.output,
    afterSeconds: Number(afterSeconds),
    repeatMinutes: Number(repeatMinutes),
    notify: told === 'notify',
    enabled: off === undefined,
  };
}

/** The newest first. @param before the place the page ends before */
export async function readRuleChanges(
  database: CenterDatabase,
  before: number | null,
): Promise<v.InferInput<typeof AlarmRuleChangesSchema>> {
  let asked = database
    .selectFrom('audit_entries')
    .select(['place', 'at', 'actor', 'target', 'result'])
    .where('action', '=', 'rule-changed');
  if (before !== null) asked = asked.where('place', '<', before);
  const rows = await asked
    .orderBy('place', 'desc')
    .limit(PAGE + 1)
    .execute();
  const changes = rows.slice(0, PAGE).map(({ place, at, actor, target, result }) => ({
    place: whole(place),
    at: at.toISOString(),
    by: actor,
    code: target,
    rule: ruleOfWords(result),
  }));
  return { changes, before: rows.length > PAGE ? (changes.at(-1)?.place ?? null) : null };
}
