/** `/operations/commands…` and `/operations/roll-outs…`: orders to one terminal and to many. */
import * as v from 'valibot';
import {
  CommandSchema,
  DiagnosticsSchema,
  EventLogEntrySchema,
  InstantSchema,
  TerminalIdSchema,
} from '../../protocol/index.ts';
import { ScopeSchema } from './places.ts';

const instant = InstantSchema;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const COMMAND_STATES = ['queued', 'sent', 'done', 'refused', 'expired', 'cancelled'] as const;

/** One of `GET /operations/commands?terminalId=` (`{commands}`, newest first, at most 200). */
export const CommandRowSchema = v.strictObject({
  commandId: v.string(),
  terminalId: v.string(),
  order: CommandSchema.entries.order,
  issuedBy: v.string(),
  issuedAt: instant,
  expiresAt: instant,
  state: v.picklist(COMMAND_STATES),
  result: v.nullable(v.string()),
  settledAt: v.nullable(instant),
  rollOutId: v.nullable(count),
});
export const CommandsSchema = v.strictObject({ commands: v.array(CommandRowSchema) });
/** `GET /operations/diagnostics/COMMAND`, right `watch`: what the terminal told on `collect-diagnostics`; 404 before it came. */
export const DiagnosticsAnswerSchema = v.strictObject({ receivedAt: instant, diagnostics: DiagnosticsSchema });

/** `GET /operations/collections?terminalId=`, right `watch`: what was ordered of a terminal to be looked at, newest first. */
export const CollectionsSchema = v.strictObject({
  collections: v.array(
    v.strictObject({
      commandId: v.string(),
      kind: v.picklist(['collect-diagnostics', 'collect-event-log']),
      state: v.picklist(COMMAND_STATES),
      orderedBy: v.string(),
      orderedAt: instant,
      /** `part`: an event log of which more may come. */
      here: v.picklist(['nothing', 'part', 'all']),
      /** Entries of an event log; 0 for diagnostics. */
      entries: count,
      updatedAt: v.nullable(instant),
    }),
  ),
});
export type Collection = v.InferOutput<typeof CollectionsSchema>['collections'][number];

/** Query of `GET /operations/event-logs/COMMAND/entries`, right `watch`: newest first; `before` is the entry the page ends before. */
export const EventLogQuerySchema = v.strictObject({
  event: v.optional(EventLogEntrySchema.entries.event),
  level: v.optional(EventLogEntrySchema.entries.level),
  before: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,8}$/), v.transform(Number))),
});
export const EventLogEntriesSchema = v.strictObject({
  terminalId: TerminalIdSchema,
  /** Of the whole collection, whatever is asked for. */
  entries: count,
  complete: v.boolean(),
  startedAt: v.nullable(instant),
  updatedAt: v.nullable(instant),
  /** At most 100. */
  found: v.array(EventLogEntrySchema),
  /** Where the next page begins; null at the end. */
  before: v.nullable(count),
});
// `GET /operations/event-logs/COMMAND/download`, right `watch` → every entry as a line of JSON, oldest first
// `POST /operations/commands/ID/cancel` → 204 while queued; 409 `already-sent` | `settled`

export const ROLL_OUT_STATES = ['draft', 'running', 'paused', 'stopped', 'finished', 'rejected'] as const;
/** `POST /operations/roll-outs` → 201 `RollOutSchema`, right `draft`; `…/ID/approve` right `approve`, another person. */
export const NewRollOutSchema = v.strictObject({
  order: CommandSchema.entries.order,
  scope: ScopeSchema,
  /** Share of the terminals reached with each stage, rising to 100. */
  stagesPercent: v.pipe(
    v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100))),
    v.minLength(1),
    v.maxLength(10),
  ),
  /** The next stage begins when so many of a stage are done, and all of it is settled or this time is over. */
  successPercent: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100)),
  stageMinutes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_440)),
  /** It stops by itself when so many of the settled orders of a stage failed. */
  stopAtFailurePercent: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100)),
});
export const RollOutSchema = v.strictObject({
  rollOutId: count,
  ...NewRollOutSchema.entries,
  state: v.picklist(ROLL_OUT_STATES),
  draftedBy: v.string(),
  approvedBy: v.nullable(v.string()),
  startedAt: v.nullable(instant),
  /** From 1; 0 before it runs. */
  stage: count,
  targets: count,
  counts: v.strictObject(v.entriesFromList(COMMAND_STATES, count)),
  /** Why it stopped. */
  stoppedFor: v.nullable(v.string()),
});
export type RollOut = v.InferOutput<typeof RollOutSchema>;
export const RollOutsSchema = v.strictObject({ rollOuts: v.array(RollOutSchema) });
// `GET /operations/roll-outs`, `GET …/ID`, `POST …/ID/approve|reject|pause|resume|stop` → 204
