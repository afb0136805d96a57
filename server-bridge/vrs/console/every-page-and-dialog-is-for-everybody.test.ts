/** Every page, view and dialog in both languages and both colour schemes: WCAG 2.2 AA as axe sees it, nothing wider than the window. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goTo, SIZES } from '../../console-kit/testing/studio.ts';
import { sampleAnswer, sampleScript, sampleSession } from './testing/sample-script.ts';
import { openStaffStage, type StaffStage } from './testing/staff-stage.ts';
import { VIEWS } from './testing/views.ts';
import { rightsOf } from './testing/work-samples.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const ALL = rightsOf('exchange');

async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

describe.each([
  { ...SIZES[0], dark: false, language: 'ja' },
  { ...SIZES[1], dark: true, language: 'en' },
])('$width × $height, dark: $dark, $language', ({ width, height, dark, language }) => {
  let stage: StaffStage;
  beforeAll(async () => {
    stage = await openStaffStage(sampleScript(ALL), { width, height, dark });
    const { page } = stage.studio;
    await goTo(page, stage.listener.origin, '#/');
    // Japanese is what everybody begins with.
    await page.locator('html[lang="ja"]').waitFor();
    if (language === 'en') await page.getByRole('button', { name: /English/ }).click();
    await page.locator(`html[lang="${language}"]`).waitFor();
  });
  afterAll(() => stage.close());

  it.each(VIEWS)('$name', async ({ hash, open }) => {
    const { page, complaints } = stage.studio;
    await goTo(page, stage.listener.origin, '#/nowhere');
    await goTo(page, stage.listener.origin, hash);
    await open(page);
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    const cut =
      await page.evaluate(`[...document.querySelectorAll('button, h1, h2, label, .panel, dd, legend, .dialog')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
      .map((one) => one.outerHTML.slice(0, 120))`);
    expect(cut).toEqual([]);
    expect(complaints).toEqual([]);
    if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
  });

  it.each(['sign-in', 'own password', 'blank screen'])('%s', async (what) => {
    const { page } = stage.studio;
    stage.listener.script = (asked) => {
      if (asked.path !== '/console/session') return sampleAnswer(asked, ALL);
      if (what === 'sign-in') return { status: 401, value: { error: 'signed-out' } };
      const session = sampleSession(ALL, { blankAfterMs: what === 'blank screen' ? 10_000 : 180_000 });
      return { status: 200, value: { ...session, mustChangePassword: what === 'own password' } };
    };
    await page.clock.install();
    await page.goto(`${stage.listener.origin}/?${encodeURIComponent(what)}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (language === 'en') await page.getByRole('button', { name: /English/ }).click();
    if (what === 'blank screen') {
      await page.getByRole('link').first().waitFor();
      await page.clock.runFor(11_000);
      await page.getByRole('heading', { name: /画面を隠しています|The screen is hidden/ }).waitFor();
    } else await page.getByRole('textbox').first().waitFor();
    await page.clock.resume();
    expect(await violationsOf(page)).toEqual([]);
  });
});
