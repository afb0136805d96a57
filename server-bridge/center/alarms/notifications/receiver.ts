/** A receiver as the sender sees it, whatever it speaks. */
import type { Result } from 'neverthrow';
import type { DeliveryError } from '../../../notifications/index.ts';
import type { NotifiedAlarm } from './notification-message.ts';

export type Receiver = {
  readonly name: string;
  readonly kind: 'webhook' | 'mail';
  readonly leastSeverity: NotifiedAlarm['severity'];
  /**
   * One attempt, which ends within `ATTEMPT_LIMIT_MS`.
   * @param body the bytes of a `Notification`, as they lie in the outbox
   * @param signal nobody waits for it any more
   */
  deliver(notificationId: string, body: string, signal: AbortSignal): Promise<Result<void, DeliveryError>>;
};
