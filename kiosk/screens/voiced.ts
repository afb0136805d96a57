/**
 * On which screens a voice speaks from the loudspeaker: where the hands or the eyes are elsewhere, or something may be left behind
 * (K5). Only there is a button to stop it; with spoken guidance a voice speaks everywhere.
 */
import type { OutOfServiceCause, Screen, ScreenName, Snapshot } from '../snapshot.ts';

export const VOICED: Record<ScreenName, boolean> = {
  'out-of-service': true,
  attract: false,
  menu: true,
  terms: true,
  'lay-card': true,
  'checking-card': true,
  kind: true,
  pin: true,
  'last-try': true,
  'reading-card': true,
  'take-card': true,
  municipality: true,
  applying: true,
  'scan-passport': true,
  'lay-passport': true,
  'reading-passport': true,
  'take-passport': true,
  preview: true,
  copies: true,
  confirm: true,
  'take-card-first': true,
  payment: true,
  'returning-money': true,
  printing: true,
  'printer-attention': true,
  'take-paper': true,
  misprint: true,
  receipt: true,
  goodbye: true,
  refused: true,
  'operator-code': false,
  'operator-home': false,
  'operator-step': false,
  'operator-question': false,
  'operator-working': false,
  'operator-readiness': false,
  'operator-result': false,
};

/** A closed machine calls only for what was left in it. */
const CALLED_FOR: ReadonlySet<OutOfServiceCause> = new Set(['needs-staff-card-left', 'needs-staff-paper-left']);

function speaksAloud(screen: Screen): boolean {
  return screen.name === 'out-of-service' ? CALLED_FOR.has(screen.cause) : VOICED[screen.name];
}

/** Whether there is a voice to be stopped. */
export function voiceCanBeStopped({ screen, voice, options }: Snapshot): boolean {
  if (voice.stopped) return false;
  return options.spokenGuidance || (speaksAloud(screen) && voice.volumePercent > 0);
}
