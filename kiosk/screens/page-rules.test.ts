/** What the page must and must not do, whatever it shows: focus, language, privacy, policy, the end of a visit. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LANGUAGES, PAYMENT_MEANS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { openStudio, SIZES, type Studio, untilConnected } from './studio.ts';
import { LANGUAGE_NAMES, TEXTS } from './texts/index.ts';
import { entry } from './touch-log.ts';

let built: string;
let studio: Studio;
const problems: string[] = [];

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-rules-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  studio.page.on('console', (message) => problems.push(message.text()));
  studio.page.on('pageerror', (error) => problems.push(error.message));
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

const focused = () => studio.page.evaluate(() => document.activeElement?.textContent ?? '');

it('moves the focus to the heading of a new screen, and to the warning over it', async () => {
  await studio.show(entry('lay-card-none'));
  expect(await focused()).toBe('マイナンバーカードを、読み取り台に置いてください');
  await studio.show(entry('payment-idle'));
  expect(await focused()).toBe('お手続きを続けますか？');
});

it('leaves the focus where it is when the screen stays', async () => {
  await studio.show(entry('pin'));
  const { page, link } = studio;
  const seq = Number(await page.locator('html').getAttribute('data-screen-seq'));
  await page.getByRole('button', { name: '5', exact: true }).focus();
  link.show(Buffer.from(JSON.stringify({ ...entry('pin-typing'), screenSeq: seq })));
  await page.getByText('4桁のうち2桁を入力しました').waitFor({ state: 'attached' });
  expect(await focused()).toBe('5');
});

it('keeps what lies under the warning out of reach', async () => {
  await studio.show(entry('payment-idle'));
  expect(await studio.page.locator('.kiosk-body').evaluate((element) => element.hasAttribute('inert'))).toBe(true);
});

it('says its language, and that of words in another', async () => {
  await studio.show({ ...entry('pin'), language: 'en' });
  expect(await studio.page.locator('html').getAttribute('lang')).toBe('en');
  const name = studio.page.getByText('券面事項入力補助用暗証番号（4桁）');
  expect(await name.getAttribute('lang')).toBe('ja');
});

it('has one title, whatever it shows', async () => {
  for (const { snapshot } of gallery.slice(0, 30)) {
    await studio.show(snapshot);
    expect(await studio.page.title()).toBe('証明書交付サービス');
  }
});

it('shows the facts exactly, and none of them under the cover (K9)', async () => {
  await studio.show(entry('preview-overseas'));
  const sheet = studio.page.locator('.sheet');
  expect(await sheet.locator('.holder-name').textContent()).toBe('見本　花子');
  const words = await sheet.textContent();
  for (const fact of [
    '1985年4月12日',
    'MIHON HANAKO',
    'ZZ0000001',
    '2021年5月10日',
    'サンプルワクチン',
    'SYN1037',
    '若葉県 青波市',
    'SYNTHETIC002',
    '2026年11月21日',
    '海外用と日本国内用',
  ]) {
    expect(words).toContain(fact);
  }
  await studio.show(entry('preview-hidden'));
  const page = await studio.page.content();
  for (const fact of ['花子', '1985', 'SYN1037', 'SYNTHETIC']) expect(page).not.toContain(fact);
});

it('tells of every closed terminal what happened, what to do, the time, its name and its version, in every language', async () => {
  for (const { snapshot } of gallery) {
    const { screen } = snapshot;
    if (screen.name !== 'out-of-service') continue;
    await studio.show(snapshot);
    const words = await studio.page.locator('.stage').textContent();
    for (const { outOfService } of [TEXTS.ja, TEXTS.en]) {
      const { happened, next } = outOfService.causes[screen.cause];
      expect(words, screen.cause).toContain(happened);
      expect(words, screen.cause).toContain(next);
    }
    for (const language of ['zh', 'ko'] as const) {
      const { heading, causes, refundOwed } = TEXTS[language].outOfService;
      const short = studio.page.locator(`.stage [lang="${language}"]`);
      expect(await short.textContent(), screen.cause).toContain(heading);
      const what = screen.refundOwedYen === 0 ? causes[screen.cause].next : refundOwed(screen.refundOwedYen);
      expect(await short.textContent(), screen.cause).toContain(what);
    }
    for (const fact of ['2026-11-21 20:47', 'SYN-0001', '0.1.0-sample']) expect(words).toContain(fact);
  }
});

it.each(['attract', 'menu'] as const)(
  'says on %s what is needed, which PIN, the fee, how it is paid, the hours and the languages',
  async (id) => {
    for (const language of LANGUAGES) {
      const { attract, guide, kind, menu } = TEXTS[language];
      await studio.show({ ...entry(id), language });
      const words = (await studio.page.locator('.stage').textContent()) ?? '';
      for (const fact of [
        attract.needCard,
        attract.needPin,
        attract.whichPin,
        guide.notThisPin,
        menu.price(120),
        attract.payWith.both,
        '06:30–23:00',
        ...(id === 'attract' ? [kind.kinds.domestic.name, kind.kinds.overseas.name] : [menu.item]),
      ]) {
        expect(words, `${language}: ${fact}`).toContain(fact);
      }
      const choices = await studio.page.locator('.languages button').allTextContents();
      expect(choices).toEqual(LANGUAGES.map((one) => LANGUAGE_NAMES[one]));
    }
  },
);

it.each([
  ['payment', ['coins', 'cashless']],
  ['payment-coins', ['coins']],
  ['payment-cashless', ['cashless']],
] as const)('says on %s how to pay with each means that can be used, and with no other', async (id, means) => {
  await studio.show(entry(id));
  const words = await studio.page.locator('.stage').textContent();
  for (const one of PAYMENT_MEANS) {
    const { how } = TEXTS.ja.payment.means[one];
    const expected = means.some((usable) => usable === one);
    expect(words?.includes(how), one).toBe(expected);
  }
  expect(words).toContain('240円');
});

it('never shows which digits were typed, only how many', async () => {
  await studio.show(entry('pin-typing'));
  expect(await studio.page.locator('.pin-box-full').count()).toBe(2);
  expect(await studio.page.locator('.pin-boxes').textContent()).not.toMatch(/[0-9].*[0-9].*[0-9]/);
});

it('tells the truth about money on every refusal', async () => {
  const refusal = entry('refused-busy');
  await studio.show(refusal);
  expect(await studio.page.locator('.explanation').textContent()).toContain('お金はいただいていません');
  await studio.show(entry('refused-printer-attention'));
  expect(await studio.page.locator('.explanation').textContent()).toContain('120円をお返しします');
  // After coins may have gone in, nothing is claimed that the page cannot know.
  await studio.show(entry('refused-right-person'));
  expect(await studio.page.locator('.explanation').textContent()).not.toContain('いただいていません');
});

it.each([
  ['no snapshot', '{"v":1}'],
  ['an unknown screen', JSON.stringify({ ...gallery[0]?.snapshot, screen: { name: 'advert' } })],
  ['an extra field', JSON.stringify({ ...gallery[0]?.snapshot, more: true })],
  ['another version', JSON.stringify({ ...gallery[0]?.snapshot, v: 2 })],
])('keeps the last screen when it is sent %s', async (_name, frame) => {
  await studio.show(entry('kind'));
  studio.link.show(Buffer.from(frame));
  studio.link.show(Buffer.from('"the end of the test"'));
  await studio.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(await studio.page.locator('.kiosk').getAttribute('data-screen')).toBe('kind');
});

it('keeps nothing in the browser, and cannot print, select or open a menu', async () => {
  await studio.show(entry('preview'));
  const kept = await studio.page.evaluate(async () => {
    const prevented = (type: string) =>
      !document.body.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    window.print();
    return {
      storage: localStorage.length + sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookies: document.cookie,
      prevented: ['contextmenu', 'dragstart', 'drop', 'selectstart'].map(prevented),
    };
  });
  expect(kept).toMatchObject({
    storage: 0,
    databases: 0,
    workers: 0,
    cookies: '',
    prevented: [true, true, true, true],
  });
});

it('has worked so far without a word on the console', () => {
  expect(problems).toEqual([]);
});

it('cannot be made to run or fetch anything from elsewhere', async () => {
  const blocked = await studio.page.evaluate(async () => {
    const attempt = (action: () => void) => {
      try {
        action();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    return {
      html: attempt(() => {
        document.createElement('div').innerHTML = '<b>x</b>';
      }),
      // In a task of its own: what a debugger evaluates is exempt from the policy.
      code: await new Promise((resolve) => setTimeout(() => resolve(attempt(() => new Function('return 1')())))),
      fetched: await fetch('/screens.js').then(
        () => 'done',
        () => 'refused',
      ),
    };
  });
  expect(blocked).toEqual({ html: 'TypeError', code: 'EvalError', fetched: 'refused' });
});

it('uses the faces it brought', async () => {
  await studio.show(entry('menu'));
  const loaded = await studio.page.evaluate(() =>
    [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family, weight }) => `${family} ${weight}`),
  );
  // The languages stand in the bottom bar in their own scripts.
  expect([...new Set(loaded)].toSorted()).toEqual([
    'BIZ UDPGothic 400',
    'BIZ UDPGothic 700',
    'Noto Sans KR Variable 100 900',
    'Noto Sans SC Variable 100 900',
  ]);
});

it('throws itself away after a visit, and the next page knows nothing of it', async () => {
  await studio.show(entry('preview'));
  await studio.page.evaluate(() => Reflect.set(window, 'leftOver', true));
  studio.link.freshPage();
  await untilConnected(studio.link);
  expect(await studio.page.evaluate(() => Reflect.has(window, 'leftOver'))).toBe(false);
  expect(await studio.page.content()).not.toContain('花子');
  await studio.show(entry('attract'));
  expect(await studio.page.locator('.kiosk').getAttribute('data-screen')).toBe('attract');
});

it('takes everything off the screen when nobody steers it any more', async () => {
  await studio.show(entry('preview'));
  await studio.link.close();
  await studio.page.locator('[data-screen="link-lost"]').waitFor({ timeout: 6_000 });
  const said = await studio.page.locator('.stage').textContent();
  for (const language of LANGUAGES) {
    expect(said).toContain(TEXTS[language].linkLost.heading);
    expect(said).toContain(TEXTS[language].linkLost.lead);
  }
  expect(await studio.page.content()).not.toContain('花子');
});
