/**
 * What is said until something is done: a card, a passport, paper taken; somebody called; an answer given (K5, invariant G).
 * A person who has not reacted is told again sooner, louder and in more urgent words.
 */
import type { EnglishWords, JapaneseWords, Sentence } from './sentence.ts';

/** Long enough to reach for a card, short enough that nobody is out of the door. */
const FIRST_PAUSE_MS = 6_000;
const URGENT_PAUSE_MS = 4_000;
/** Something lies there and nobody does: the store shall hear it without being driven mad. */
const LEFT_BEHIND_PAUSE_MS = 15_000;
const CALL_PAUSE_MS = 20_000;

function asked<Id extends string>(then: Id, ja: JapaneseWords, en: EnglishWords): Sentence<Id> {
  const repeat = { kind: 'rising', pauseMs: FIRST_PAUSE_MS, times: 2, then } as const;
  return { ja, en, priority: 'warning', volume: 'usual', repeat };
}

function alarm(pauseMs: number, ja: JapaneseWords, en: EnglishWords): Sentence<never> {
  return { ja, en, priority: 'alarm', volume: 'raised', repeat: { kind: 'until-gone', pauseMs } };
}

function call(ja: JapaneseWords, en: EnglishWords): Sentence<never> {
  return { ja, en, priority: 'warning', volume: 'usual', repeat: { kind: 'until-gone', pauseMs: CALL_PAUSE_MS } };
}

export const REMINDERS = {
  'take-card': asked(
    'take-card-urgent',
    { text: 'カードをお取りください。', reading: 'カードヲ オトリクダサイ' },
    { text: 'Please take your card.' },
  ),
  'take-card-urgent': alarm(
    URGENT_PAUSE_MS,
    {
      text: 'カードの取り忘れにご注意ください。カードをお取りください。',
      reading: 'カードノ トリワスレニ ゴチューイクダサイ カードヲ オトリクダサイ',
    },
    { text: 'Do not forget your card. Please take your card.' },
  ),
  'card-left': alarm(
    LEFT_BEHIND_PAUSE_MS,
    {
      text: 'カードが残っています。カードをお取りになるか、お店の人に声をかけてください。',
      reading: 'カードガ ノコッテイマス カードヲ オトリニナルカ オミセノヒトニ コエヲカケテクダサイ',
    },
    { text: 'A card has been left behind. Please take your card, or call the staff.' },
  ),
  'take-passport': asked(
    'take-passport-urgent',
    { text: '旅券をお取りください。', reading: 'リョケンヲ オトリクダサイ' },
    { text: 'Please take your passport.' },
  ),
  'take-passport-urgent': alarm(
    URGENT_PAUSE_MS,
    {
      text: '旅券の取り忘れにご注意ください。旅券をお取りください。',
      reading: 'リョケンノ トリワスレニ ゴチューイクダサイ リョケンヲ オトリクダサイ',
    },
    { text: 'Do not forget your passport. Please take your passport.' },
  ),
  'take-paper': asked(
    'take-paper-urgent',
    { text: '証明書をお取りください。', reading: 'ショーメーショヲ オトリクダサイ' },
    { text: 'Please take your certificate.' },
  ),
  'take-both-papers': asked(
    'take-paper-urgent',
    {
      text: '新しい証明書と、不具合のある紙の、両方をお取りください。',
      reading: 'アタラシイ ショーメーショト フグアイノアルカミノ リョーホーヲ オトリクダサイ',
    },
    { text: 'Please take both the new certificate and the defective sheet.' },
  ),
  'take-paper-urgent': alarm(
    URGENT_PAUSE_MS,
    {
      text: '証明書の取り忘れにご注意ください。証明書をお取りください。',
      reading: 'ショーメーショノ トリワスレニ ゴチューイクダサイ ショーメーショヲ オトリクダサイ',
    },
    { text: 'Do not forget your certificate. Please take your certificate.' },
  ),
  'paper-left': alarm(
    LEFT_BEHIND_PAUSE_MS,
    {
      text: '紙が残っています。証明書をお取りになるか、お店の人に声をかけてください。',
      reading: 'カミガ ノコッテイマス ショーメーショヲ オトリニナルカ オミセノヒトニ コエヲカケテクダサイ',
    },
    { text: 'Paper has been left behind. Please take your certificate, or call the staff.' },
  ),
  'call-staff': call(
    {
      text: 'お店の人に声をかけてください。紙が出てきたときは、ご自身でお取りください。',
      reading: 'オミセノヒトニ コエヲカケテクダサイ カミガデテキタトキワ ゴジシンデ オトリクダサイ',
    },
    { text: 'Please call the staff. If paper comes out, please take it yourself.' },
  ),
  'refused-call-staff': call(
    {
      text: 'お手続きを続けることができません。お店の人に声をかけてください。',
      reading: 'オテツズキヲ ツズケルコトガデキマセン オミセノヒトニ コエヲカケテクダサイ',
    },
    { text: 'We cannot go on. Please call the staff.' },
  ),
  'go-on': {
    ja: {
      text: 'お手続きを続けるときは、画面のボタンにふれてください。',
      reading: 'オテツズキヲ ツズケルトキワ ガメンノボタンニ フレテクダサイ',
    },
    en: { text: 'Do you want to go on? Please touch the button on the screen.' },
    priority: 'warning',
    volume: 'usual',
    repeat: { kind: 'until-gone', pauseMs: 6_000 },
  },
} as const satisfies Record<string, Sentence<string>>;
