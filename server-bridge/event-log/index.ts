/** Logs of enumerated events with allow-listed fields; never free text, never a person. */
export {
  type CheckedCatalogue,
  defineEvents,
  type EventCatalogue,
  type EventDefinition,
  type EventLevel,
  type FieldSchema,
  type FieldsOf,
} from './catalogue.ts';
export { createEventLog, type DroppedCounts, type EventLog } from './event-log.ts';
export { type EventSink, fileSink, memorySink, noSink, standardOutputSink } from './sinks.ts';
