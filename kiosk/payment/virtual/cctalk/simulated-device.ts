/** What a simulated ccTalk device answers to one message. Written from the specification, as a device of its own. */

/** The data of an answer; or refused, busy, or nothing at all. */
export type DeviceAnswer = Uint8Array | 'refused' | 'busy' | 'silent';

export interface SimulatedDevice {
  readonly address: number;
  answer(header: number, data: Uint8Array): DeviceAnswer;
}

export const ACKNOWLEDGED = new Uint8Array(0);

/** What every device can say of itself. `null`: not one of these. */
export function coreAnswer(header: number, o: { category: string; product: string }): DeviceAnswer | null {
  switch (header) {
    case 254:
      return ACKNOWLEDGED;
    case 246:
      return Buffer.from('Kofu');
    case 245:
      return Buffer.from(o.category);
    case 244:
      return Buffer.from(o.product);
    default:
      return null;
  }
}
