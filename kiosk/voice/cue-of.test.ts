/** What is said on which screen, and that it is never more than a fixed sentence. */
import { expect, it } from 'vitest';
import { RefusalSchema } from '../../server-bridge/protocol/index.ts';
import { gallery, voiceCanBeStopped } from '../screens/index.ts';
import { OUT_OF_SERVICE_CAUSES, type Screen } from '../snapshot.ts';
import { cueOf } from './cue-of.ts';
import { ENGLISH_CLIPS, JAPANESE_CLIPS } from './sentences/every-clip.ts';
import { SENTENCES } from './sentences/index.ts';
import { CARD_LEFT, SCREENS, screenNamed, snapshotOf } from './testing/snapshots.ts';

const cue = (screen: Screen) => cueOf(snapshotOf(screen));

it.each([
  ['lay-card', 'lay-card'],
  ['take-card', 'take-card'],
  ['take-card-first', 'take-card'],
  ['take-passport', 'take-passport'],
  ['take-paper', 'take-paper'],
  ['payment', 'insert-coins'],
  ['printer-attention', 'call-staff'],
  ['receipt', 'take-receipt-and-change'],
  ['goodbye', 'thanks'],
] as const)('says on %s "%s"', (name, sentence) => {
  expect(cue(screenNamed(name))).toBe(sentence);
});

it('has something to say on every screen of a visit', () => {
  for (const screen of SCREENS) {
    if (screen.name === 'out-of-service' || screen.name === 'attract') continue;
    expect(cue(screen), screen.name).not.toBeNull();
  }
});

it('is silent when idle or closed, unless a card or paper lies there', () => {
  expect(cue(screenNamed('attract'))).toBeNull();
  const spoken = OUT_OF_SERVICE_CAUSES.map((cause) => cue({ ...CARD_LEFT, cause })).filter((one) => one !== null);
  expect(spoken.toSorted()).toEqual(['card-left', 'paper-left']);
});

it('never says on a loudspeaker that a PIN was wrong, and stops when typing begins', () => {
  expect(cue({ name: 'pin', digits: 0, triesLeft: 2, wrong: true })).toBe('pin-again');
  expect(cue({ name: 'pin', digits: 1, triesLeft: 2, wrong: false })).toBeNull();
  const words = Object.values(SENTENCES).flatMap(({ ja, en }) => [ja.text, en.text]);
  for (const text of words) expect(text).not.toMatch(/ちがいます|まちが|ロック|接種記録|wrong PIN|locked|record/);
});

it('says of refusals only three things, none of them why', () => {
  const said = new Set<string | null>();
  for (const refusal of RefusalSchema.options) {
    for (const refundYen of [0, 120]) said.add(cue({ name: 'refused', refusal, refundYen }));
  }
  expect([...said].toSorted()).toEqual(['refused', 'refused-call-staff', 'refused-money-back']);
  expect(cue({ name: 'refused', refusal: 'RIGHT_PERSON', refundYen: 120 })).toBe('refused-call-staff');
});

it('asks whether to go on, but not instead of asking for a card or paper', () => {
  expect(cueOf(snapshotOf(screenNamed('payment'), 1, { idleWarningSeconds: 15 }))).toBe('go-on');
  for (const name of ['take-card', 'take-paper', 'take-passport'] as const) {
    expect(cueOf(snapshotOf(screenNamed(name), 1, { idleWarningSeconds: 15 }))).toBe(name);
  }
});

it('tells apart the ways to pay and what became of a second print', () => {
  const payment = { name: 'payment', totalYen: 240, insertedYen: 0 } as const;
  expect(cue({ ...payment, means: ['cashless'] })).toBe('touch-to-pay');
  expect(cue({ ...payment, means: ['coins', 'cashless'] })).toBe('pay');
  const paper = { name: 'take-paper', copies: 1, reprintAllowed: true } as const;
  expect(cue({ ...paper, reprint: 'printed' })).toBe('take-both-papers');
  expect(cue({ ...paper, reprint: 'uncertain' })).toBe('call-staff');
});

it('has a clip in both languages for every cue', () => {
  for (const id of Object.keys(SENTENCES)) {
    expect(JAPANESE_CLIPS.has(id), id).toBe(true);
    expect(ENGLISH_CLIPS.has(id), id).toBe(true);
  }
});

it('can be stopped by the button wherever it speaks', () => {
  for (const { id, snapshot } of gallery) {
    if (cueOf(snapshot) === null || snapshot.voice.stopped) continue;
    expect(voiceCanBeStopped(snapshot), id).toBe(true);
  }
});
