/**
 * The eight steps of a visit as its progress line shows them, and which screen belongs to which.
 */
import type { Screen, ScreenName } from '../snapshot.ts';

export const STEPS = ['terms', 'card', 'kind', 'pin', 'municipality', 'check', 'payment', 'print'] as const;
export type Step = (typeof STEPS)[number];

const STEP_OF_SCREEN: Record<ScreenName, Step | null> = {
  'out-of-service': null,
  attract: null,
  menu: null,
  terms: 'terms',
  'lay-card': 'card',
  'checking-card': 'card',
  kind: 'kind',
  pin: 'pin',
  'last-try': 'pin',
  'reading-card': 'pin',
  'take-card': 'pin',
  municipality: 'municipality',
  applying: 'municipality',
  'scan-passport': 'municipality',
  'lay-passport': 'municipality',
  'reading-passport': 'municipality',
  'take-passport': 'municipality',
  preview: 'check',
  copies: 'check',
  confirm: 'check',
  'take-card-first': 'payment',
  payment: 'payment',
  'returning-money': null,
  printing: 'print',
  'printer-attention': 'print',
  'take-paper': 'print',
  misprint: 'print',
  receipt: 'print',
  goodbye: null,
  refused: null,
  'operator-code': null,
  'operator-home': null,
  'operator-step': null,
  'operator-question': null,
  'operator-working': null,
  'operator-readiness': null,
  'operator-result': null,
};

/** The step a screen belongs to; `null` where the visit has not begun, is over, or has been broken off. */
export function stepOf(screen: Screen): Step | null {
  if ((screen.name === 'take-card' || screen.name === 'take-passport') && screen.reason === 'ended') return null;
  return STEP_OF_SCREEN[screen.name];
}
