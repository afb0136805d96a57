/**
 * What may be logged at all: a catalogue of enumerated events, each with its allow-listed fields (anchors D13).
 * A field's type is a number, a boolean, an enumerated word or a branded identifier; a plain `string` is refused by the
 * compiler, so no sentence, name or message can be passed in.
 */
import type * as v from 'valibot';

export type EventLevel = 'info' | 'warn' | 'error';
export type FieldValue = number | boolean | string;
export type FieldSchema = v.GenericSchema<unknown, FieldValue>;

export type EventDefinition = {
  readonly level: EventLevel;
  readonly fields: Readonly<Record<string, FieldSchema>>;
};

/** Event id → level and fields. */
export type EventCatalogue = Readonly<Record<string, EventDefinition>>;

/** `never` for a schema that lets any text through. */
type WithoutFreeText<S> = S extends FieldSchema ? (string extends v.InferOutput<S> ? never : S) : never;

/** The catalogue itself when no field of it takes free text; otherwise a type nothing can be assigned to. */
export type CheckedCatalogue<C extends EventCatalogue> = {
  readonly [E in keyof C]: {
    readonly level: EventLevel;
    readonly fields: { readonly [F in keyof C[E]['fields']]: WithoutFreeText<C[E]['fields'][F]> };
  };
};

/** The values an event must be recorded with. */
export type FieldsOf<C extends EventCatalogue, E extends keyof C> = {
  readonly [F in keyof C[E]['fields']]: v.InferOutput<C[E]['fields'][F]>;
};

/** Keeps the literal types of a catalogue and refuses free text in it. */
export const defineEvents = <const C extends EventCatalogue>(catalogue: C & CheckedCatalogue<C>): C => catalogue;
