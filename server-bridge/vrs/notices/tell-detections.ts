/**
 * Tells somebody of what looks like misuse (V11): a signed webhook for each receiver. It says rule, municipality and staff id, and where in the
 * operation log to look; never a person who was looked up. Until every receiver has taken it, it is told again.
 */
import type { Result } from 'neverthrow';
import { type DeliveryError, postWebhook, type Webhook } from '../../notifications/index.ts';
import type { Detection, TellDetection } from '../operation-log/index.ts';
import type { Report } from '../vrs-events.ts';

/** What goes out. */
export const noticeOf = ({ area, detectionId, rule, staffId, at, from, to, count }: Detection) => ({
  v: 1 as const,
  type: 'misuse-noticed' as const,
  area,
  detectionId,
  rule,
  staffId,
  at: at.toISOString(),
  log: { from, to },
  count,
});

/** @param webhooks without one, the log of events alone says that there is something to look at */
export function tellDetections(
  webhooks: readonly Webhook[],
  { report, now }: { readonly report: Report; readonly now: () => Date },
): TellDetection {
  /** Who has taken which detection, so that one receiver that is away does not make the others hear twice. */
  const taken = new Map<string, Set<Webhook>>();
  return async (detection, stopped) => {
    const { detectionId } = detection;
    const by = taken.get(detectionId) ?? new Set<Webhook>();
    if (!taken.has(detectionId)) report('MISUSE_NOTICED');
    taken.set(detectionId, by);
    const body = JSON.stringify(noticeOf(detection));
    const open = webhooks.filter((webhook) => !by.has(webhook));
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(TOGETHER_LIMIT_MS)]);
    const told = await Promise.all(
      open.map(async (webhook): Promise<Result<void, DeliveryError>> => {
        const answer = await postWebhook(webhook, { notificationId: detectionId, body, at: now() }, signal);
        if (answer.isOk()) by.add(webhook);
        return answer;
      }),
    );
    if (told.some((answer) => answer.isErr())) {
      // A node that ends has not waited for the answer; another node tells it, or this one when it is there again.
      if (!stopped.aborted) report('NOTICE_NOT_TAKEN');
      return false;
    }
    taken.delete(detectionId);
    return true;
  };
}

const TOGETHER_LIMIT_MS = 20_000;
