/** One entry of a chain: its fields, its one byte form, and its hash. */
import { hash } from 'node:crypto';
import * as v from 'valibot';
import { canonicalBytes } from '../../sealing/index.ts';
import type { Actor } from '../staff/rights.ts';
import { AUDIT_ACTIONS, AuditWordSchema } from './audit-trail.ts';

/** 64 hexadecimal digits of a SHA-256. */
export const HashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A chain's name: the center's name and a number, such as `center-1`. */
export const NodeSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,30}-[1-9][0-9]{0,2}$/));

export const AuditEntrySchema = v.strictObject({
  node: NodeSchema,
  /** From 1, without a gap. */
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
  actor: AuditWordSchema,
  action: v.picklist(AUDIT_ACTIONS),
  target: AuditWordSchema,
  result: AuditWordSchema,
  /** Hash of the entry before; zeros for the first. */
  previous: HashSchema,
});
export type AuditEntry = v.InferOutput<typeof AuditEntrySchema>;

/** An entry with its own hash, as it is kept. */
export type ChainedEntry = { readonly entry: AuditEntry; readonly hash: string };

/** What stands before the first entry of every chain. */
export const BEFORE_THE_FIRST = '0'.repeat(64);

/** The bytes that are hashed and that are the leaf of the tree: RFC 8785. */
export const entryBytes = (entry: AuditEntry): Uint8Array<ArrayBuffer> => canonicalBytes(entry);

export const entryHash = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

/**
 * The time an entry carries. What the center does by itself may follow from a visit, so it is told to the minute only; what staff do,
 * to the second.
 */
export function coarseTime(at: Date, actor: Actor['kind']): string {
  const unitMs = actor === 'center' ? 60_000 : 1_000;
  return timeText(new Date(Math.floor(at.getTime() / unitMs) * unitMs));
}

/** A whole second as entries write it. */
export const timeText = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');
