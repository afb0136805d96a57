/** What the center says of a terminal's own events (`GET /operations/terminals/ID/events`), which has no schema of its own there. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { Client } from '../client/client.ts';
import type { Problem } from '../client/problem.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.string(), v.isoTimestamp());

export const KeptEventSchema = v.strictObject({
  position: count,
  logId: v.string(),
  seq: count,
  at: instant,
  receivedAt: instant,
  event: v.string(),
  code: v.nullable(v.string()),
  operator: v.nullable(v.string()),
});
export type KeptEvent = v.InferOutput<typeof KeptEventSchema>;
export const EventsSchema = v.strictObject({ events: v.array(KeptEventSchema), next: count });

const PAGE = 500;
const MOST_PAGES = 20;
export const SHOWN_EVENTS = 200;

/** The newest events, newest first. The center tells them from the oldest on, and keeps some thousands of a terminal at most. */
export async function newestEvents(
  client: Client,
  terminalId: string,
  background: boolean,
): Promise<Result<readonly KeptEvent[], Problem>> {
  const newest: KeptEvent[] = [];
  let after = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const path = `/operations/terminals/${encodeURIComponent(terminalId)}/events?after=${after}&limit=${PAGE}`;
    const answer = await client.get(EventsSchema, path, background);
    if (answer.isErr()) return err(answer.error);
    newest.push(...answer.value.events);
    newest.splice(0, Math.max(0, newest.length - SHOWN_EVENTS));
    if (answer.value.events.length < PAGE) break;
    after = answer.value.next;
  }
  return ok(newest.reverse());
}
