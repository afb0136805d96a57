/** Alarms: rules, causes, what staff do about them, who is told. */
export type { AlarmCare, AlarmCareError, ListedAlarm } from './alarm-care.ts';
export { ALARM_DEFINITIONS } from './default-rules.ts';
export {
  AlarmConfigurationSchema,
  NotificationConfigurationSchema,
} from './notifications/notification-configuration.ts';
export { type Notification, NotificationSchema } from './notifications/notification-message.ts';
export { raiseBeforeTheEnd } from './raise-before-the-end.ts';
export type { RuleBook } from './rule-book.ts';
export { type RunningAlarms, startAlarms } from './start-alarms.ts';
