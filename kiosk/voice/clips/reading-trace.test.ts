/** The synthesiser's own trace tells how it reads a sentence; a wrong reading must not pass. */
import { expect, it } from 'vitest';
import { JAPANESE_CLIPS } from '../sentences/every-clip.ts';
import { readManifest } from './check-clips.ts';
import { readingOf, withoutSpaces } from './reading-trace.ts';

const manifest = (await readManifest())._unsafeUnwrap();

const trace = (...words: readonly string[]) =>
  `[Text analysis result]\n${words.join('\n')}\n\n[Output label]\nxx^xx-sil+s\n`;
const CERTIFICATE = '証明,名詞,サ変接続,*,*,*,*,証明,ショウメイ,ショーメー,0/4,C2,-1';
const PAPER = '書,名詞,接尾,一般,*,*,*,書,ショ,ショ,1/1,C4,1';
const DONE = 'し,動詞,自立,*,*,サ変・スル,連用形,する,シ,シ’,0/1,*,0';
const STOP = '。,記号,句点,*,*,*,*,。,、,、,0/0,*,0';
/** What it makes of 日本国内用: "Nippon-koku, naiyō". */
const NIPPON_KOKU = '日本国,名詞,固有名詞,地域,国,*,*,日本国,ニッポンコク,ニッポンコク,7/6,C1,0';

it('is the pronunciation without pauses and devoicing marks', () => {
  expect(readingOf(trace(CERTIFICATE, PAPER, DONE, STOP))._unsafeUnwrap()).toBe('ショーメーショシ');
});

it('shows a wrong reading', () => {
  expect(readingOf(trace(NIPPON_KOKU))._unsafeUnwrap()).not.toContain('ニホン');
});

it.each([
  ['nothing', ''],
  ['no words', trace()],
  ['only a pause', trace(STOP)],
  ['another heading', 'Text analysis\n'],
  ['a word of too few fields', trace('証明,名詞,ショーメー')],
  ['a word that stayed in Latin letters', trace(CERTIFICATE.replace('ショーメー', 'QR'))],
  ['a word read as nothing', trace(CERTIFICATE.replace('ショーメー', ''))],
])('refuses %s', (_name, text) => {
  expect(readingOf(text).isErr()).toBe(true);
});

it('has a reading in katakana alone for every Japanese clip', () => {
  for (const [id, { reading }] of JAPANESE_CLIPS) expect(withoutSpaces(reading), id).toMatch(/^[ァ-ヴー]+$/u);
});

it.each([
  ['証明書', 'ショーメーショ'],
  ['暗証番号', 'アンショーバンゴー'],
  ['取り忘れ', 'トリワスレ'],
  ['市区町村', 'シクチョーソン'],
  ['海外用', 'カイガイヨー'],
  ['国内用', 'コクナイヨー'],
  ['旅券', 'リョケン'],
  ['返却口', 'ヘンキャクグチ'],
  ['投入口', 'トーニューグチ'],
  ['取り出し口', 'トリダシグチ'],
  ['領収書', 'リョーシューショ'],
  ['生年月日', 'セーネンガッピ'],
])('reads %s as %s wherever it stands', (written, reading) => {
  const spoken = manifest.clips.filter(({ language, text }) => language === 'ja' && text.includes(written));
  expect(spoken.length).toBeGreaterThan(0);
  for (const clip of spoken) expect(withoutSpaces(clip.trace), clip.text).toContain(reading);
});
