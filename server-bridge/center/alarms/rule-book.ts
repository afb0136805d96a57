/** The rules in force: what staff have set, and the defaults for the rest. Read again each round, so that nodes agree. */
import { ALARM_CODES, type AlarmCode } from '../alarm-codes.ts';
import type { AlarmRule } from '../console-api/alarms.ts';
import { type CenterDatabase, keptRules } from '../store/index.ts';
import { ALARM_DEFINITIONS, type AlarmRuleOf, isAlarmCode, refusalOfRule } from './default-rules.ts';

export type RuleBook = {
  rule(code: AlarmCode): AlarmRuleOf;
  all(): readonly (AlarmRule & { readonly code: AlarmCode })[];
  /** Takes over what any node has set. @throws when the store does not answer */
  refresh(): Promise<void>;
};

/** @param terminalLostMs the default of how long a terminal may be away */
export function createRuleBook(parts: {
  readonly database: CenterDatabase;
  readonly terminalLostMs: number;
}): RuleBook {
  let set: ReadonlyMap<AlarmCode, AlarmRuleOf> = new Map();
  const rule = (code: AlarmCode): AlarmRuleOf => {
    const kept = set.get(code);
    if (kept !== undefined) return kept;
    const { severity, afterSeconds, repeatMinutes, notify } = ALARM_DEFINITIONS[code];
    const after = code === 'TERMINAL_LOST' ? Math.ceil(parts.terminalLostMs / 1_000) : afterSeconds;
    return { severity, afterSeconds: after, repeatMinutes, notify, enabled: true };
  };
  return {
    rule,
    all: () => ALARM_CODES.map((code) => ({ code, ...rule(code) })),
    async refresh() {
      const read = new Map<AlarmCode, AlarmRuleOf>();
      for (const { code, ...kept } of await keptRules(parts.database)) {
        // A code or a rule of another release is left alone.
        if (isAlarmCode(code) && refusalOfRule(code, kept) === null) read.set(code, kept);
      }
      set = read;
    },
  };
}
