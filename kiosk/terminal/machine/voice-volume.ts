/** How loud the spoken guidance is at an hour: quiet at night, louder when the store is full, as the center has it. */
import type { Directive } from '../../../server-bridge/protocol/index.ts';
import { withinHours } from './service-hours.ts';

/** Where the directive says nothing about an hour. */
const USUAL_VOLUME_PERCENT = 70;

/**
 * The volume in percent; 0 is silence. Where several entries hold, the one that stands last in the directive: a general one first,
 * its exceptions after it.
 */
export function voiceVolumePercent(volumes: Directive['voiceVolumes'], now: Date): number {
  return volumes.findLast((volume) => withinHours(volume, now))?.percent ?? USUAL_VOLUME_PERCENT;
}
