/** The event logger: pino behind the allow-list of a catalogue. */
import pino from 'pino';
import * as v from 'valibot';
import { COUNT_LIMIT } from '../protocol/index.ts';
import type { EventCatalogue, FieldsOf, FieldValue } from './catalogue.ts';
import type { EventSink } from './sinks.ts';

/** The only texts that reach a line, whatever a field's own schema allows: plain words without ten digits in a row. */
const SAFE_TEXT = /^(?!.*[0-9]{10})[A-Za-z0-9_.:-]{1,64}$/;

export type DroppedCounts = { readonly events: number; readonly fields: number; readonly lines: number };

export type EventLog<C extends EventCatalogue> = {
  /** Records one event. Never throws: what is not in the catalogue is dropped and counted. */
  record<E extends keyof C & string>(event: E, fields: FieldsOf<C, E>): void;
  /** How much was dropped: unknown events, unknown or unsafe fields, lines the sink could not take. */
  dropped(): DroppedCounts;
};

const isSafe = (value: FieldValue): boolean => {
  switch (typeof value) {
    case 'number':
      return Math.abs(value) <= COUNT_LIMIT;
    case 'boolean':
      return true;
    default:
      return SAFE_TEXT.test(value);
  }
};

/**
 * Makes the logger of one process.
 * @param catalogue the events that exist; see `defineEvents`
 * @param options `sink` takes finished lines (JSON, one event each); `now` is the clock written into them
 */
export function createEventLog<C extends EventCatalogue>(
  catalogue: C,
  options: { readonly sink: EventSink; readonly now: () => Date },
): EventLog<C> {
  const counts = { events: 0, fields: 0, lines: 0 };
  const logger = pino(
    {
      base: null,
      timestamp: () => `,"at":"${options.now().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    {
      write(line: string): void {
        try {
          options.sink.write(line);
        } catch {
          counts.lines += 1;
        }
      },
    },
  );

  return {
    record(event, fields) {
      const definition = Object.hasOwn(catalogue, event) ? catalogue[event] : undefined;
      if (definition === undefined) {
        counts.events += 1;
        return;
      }
      const allowed: Record<string, FieldValue> = {};
      for (const [name, value] of Object.entries(fields)) {
        const schema = Object.hasOwn(definition.fields, name) ? definition.fields[name] : undefined;
        const parsed = schema === undefined ? undefined : v.safeParse(schema, value);
        if (parsed?.success && isSafe(parsed.output)) allowed[name] = parsed.output;
        else counts.fields += 1;
      }
      logger[definition.level]({ event, ...allowed });
    },
    dropped: () => ({ ...counts }),
  };
}
