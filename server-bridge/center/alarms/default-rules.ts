/** What each alarm code is by itself: how its cause begins and ends, and its rule while staff have not set another. */
import { ALARM_CODES, type AlarmCode, type IntegrityCode, isIntegrityCode } from '../alarm-codes.ts';
import type { AlarmRule } from '../console-api/alarms.ts';

export type AlarmRuleOf = Omit<AlarmRule, 'code'>;

/** How a cause is known. */
export type CauseNature =
  /** Something happened: there is no duration, and no end but a person's. */
  | 'moment'
  /** The terminal tells its beginning and its end as events. */
  | 'told'
  /** It shows in each status: it stands as long as it shows, and a short absence is no end. */
  | 'shown'
  /** The center reads it from its own tables. */
  | 'watched';

type CodeDefinition = Omit<AlarmRuleOf, 'enabled'> & { readonly nature: CauseNature };

/** P2: its rule is not for staff to change; it calls somebody at once and again, and ends by comparison alone. */
type IntegrityDefinition = CodeDefinition & { readonly severity: 'critical'; readonly notify: true };

const HOUR_SECONDS = 3_600;

export const ALARM_DEFINITIONS: {
  readonly [Code in AlarmCode]: Code extends IntegrityCode ? IntegrityDefinition : CodeDefinition;
} = {
  RIGHT_PERSON_FAILED: {
    nature: 'moment',
    severity: 'critical',
    afterSeconds: 0,
    repeatMinutes: 10,
    notify: true,
  },
  // Long enough that a status from before a release does not count.
  RIGHT_PERSON_HELD: {
    nature: 'shown',
    severity: 'critical',
    afterSeconds: 120,
    repeatMinutes: 10,
    notify: true,
  },
  ROUTE_STOPPED: {
    nature: 'moment',
    severity: 'critical',
    afterSeconds: 0,
    repeatMinutes: 5,
    notify: true,
  },
  SECOND_EVENT_STREAM: { nature: 'moment', severity: 'critical', afterSeconds: 0, repeatMinutes: 60, notify: true },
  TERMINAL_IMPERSONATION: { nature: 'moment', severity: 'critical', afterSeconds: 0, repeatMinutes: 60, notify: true },
  ANSWER_FOR_OTHER_VISIT: { nature: 'moment', severity: 'critical', afterSeconds: 0, repeatMinutes: 10, notify: true },
  VISIT_PROCESS_DIED: { nature: 'moment', severity: 'major', afterSeconds: 0, repeatMinutes: 0, notify: false },
  EVENTS_LOST: { nature: 'moment', severity: 'major', afterSeconds: 0, repeatMinutes: 0, notify: true },
  REFUND_OWED: { nature: 'told', severity: 'critical', afterSeconds: 0, repeatMinutes: 30, notify: true },
  CARD_LEFT: { nature: 'told', severity: 'critical', afterSeconds: 0, repeatMinutes: 30, notify: true },
  PAPER_LEFT: { nature: 'told', severity: 'critical', afterSeconds: 0, repeatMinutes: 30, notify: true },
  CLOCK_OFF: { nature: 'told', severity: 'major', afterSeconds: 0, repeatMinutes: 0, notify: true },
  TERMINAL_LOST: { nature: 'watched', severity: 'major', afterSeconds: 180, repeatMinutes: 240, notify: true },
  CARD_READER_BROKEN: { nature: 'shown', severity: 'major', afterSeconds: 300, repeatMinutes: 480, notify: true },
  PAGE_PRINTER_BROKEN: { nature: 'shown', severity: 'major', afterSeconds: 900, repeatMinutes: 480, notify: true },
  RECEIPT_PRINTER_BROKEN: { nature: 'shown', severity: 'minor', afterSeconds: 900, repeatMinutes: 0, notify: true },
  COIN_BOX_BROKEN: { nature: 'shown', severity: 'major', afterSeconds: 900, repeatMinutes: 480, notify: true },
  CASHLESS_BROKEN: { nature: 'shown', severity: 'minor', afterSeconds: 900, repeatMinutes: 0, notify: true },
  SCREEN_BROKEN: { nature: 'shown', severity: 'major', afterSeconds: 300, repeatMinutes: 480, notify: true },
  KEY_SWITCH_OPEN: { nature: 'shown', severity: 'major', afterSeconds: HOUR_SECONDS, repeatMinutes: 0, notify: true },
  SUPPLIES_LOW: { nature: 'shown', severity: 'minor', afterSeconds: 4 * HOUR_SECONDS, repeatMinutes: 0, notify: false },
  DIRECTIVE_DRIFT: { nature: 'shown', severity: 'major', afterSeconds: 900, repeatMinutes: 0, notify: true },
  CERTIFICATE_EXPIRING: { nature: 'watched', severity: 'major', afterSeconds: 0, repeatMinutes: 1_440, notify: true },
  NOTIFICATION_FAILED: { nature: 'moment', severity: 'major', afterSeconds: 0, repeatMinutes: 0, notify: true },
};

export const isAlarmCode = (code: string): code is AlarmCode => Object.hasOwn(ALARM_DEFINITIONS, code);

export const codesOfNature = (nature: CauseNature): readonly AlarmCode[] =>
  ALARM_CODES.filter((code) => ALARM_DEFINITIONS[code].nature === nature);

export const needsComparison = (code: string): boolean => isIntegrityCode(code);

export type RuleRefusal = 'fixed-rule' | 'no-duration' | 'never-off';

/** What touches persons, money, keys or what was left behind (K5, P2, P18) calls somebody always. */
export const mayBeOff = (code: AlarmCode): boolean => ALARM_DEFINITIONS[code].severity !== 'critical';

export const takesDuration = (code: AlarmCode): boolean => ALARM_DEFINITIONS[code].nature !== 'moment';

/** Why a rule cannot be so; null when it can. */
export function refusalOfRule(code: AlarmCode, rule: AlarmRuleOf): RuleRefusal | null {
  if (needsComparison(code)) return 'fixed-rule';
  if (!takesDuration(code) && rule.afterSeconds > 0) return 'no-duration';
  return rule.enabled || mayBeOff(code) ? null : 'never-off';
}
