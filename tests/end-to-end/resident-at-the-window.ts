/**
 * A resident at the kiosk's window: finds everything by its accessible name in the language chosen, and touches what can be
 * touched. The hands at reader, coin box and paper tray are the virtual devices'.
 */
import type { Locator, Page } from 'playwright-core';
import { buildSyntheticCard, findSyntheticPerson, type VirtualCard } from '../../card-reader/virtual/index.ts';
import type { AcceptedYen } from '../../kiosk/payment/virtual/index.ts';
import { LANGUAGE_NAMES, TEXTS } from '../../kiosk/screens/texts/index.ts';
import type { CertificateKind } from '../../server-bridge/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';
import type { BrowserKiosk } from './browser-kiosk.ts';

export type SpokenHere = 'ja' | 'en';

export const HOME_CITY = '900010';
const SCREEN_LIMIT_MS = 40_000;
const COIN_LIMIT_MS = 10_000;

export type Resident = ReturnType<typeof residentAt>;

/** A synthetic person's card, with the PIN counter it has for as long as it is held. */
export function cardOf(personId: string, options: Parameters<typeof buildSyntheticCard>[1] = {}): VirtualCard {
  return buildSyntheticCard(personCalled(personId), options);
}

export function personCalled(id: string): NonNullable<ReturnType<typeof findSyntheticPerson>> {
  const person = findSyntheticPerson(id);
  if (person === undefined) throw new Error(`There is no synthetic person called ${id}.`);
  return person;
}

/** `name` as the beginning of an accessible name; several start alike, none ends alike. */
const startingWith = (name: string): RegExp =>
  new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);

export function residentAt({ page, devices }: Pick<BrowserKiosk, 'page' | 'devices'>, language: SpokenHere) {
  const words = TEXTS[language];
  const button = (name: string): Locator => page.getByRole('button', { name: startingWith(name) });
  const tap = (name: string): Promise<void> => button(name).click({ timeout: SCREEN_LIMIT_MS });
  const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
  const sees = (name: string): Promise<void> => heading(name).waitFor({ timeout: SCREEN_LIMIT_MS });

  const resident = {
    page,
    language,
    words,
    button,
    heading,
    tap,
    sees,

    /** From the attract screen to where the card is asked for. */
    async begin(): Promise<void> {
      await waitsForAnybody(page);
      if (language !== 'ja') await tap(LANGUAGE_NAMES[language]);
      await tap(words.attract.start);
      await tap(words.menu.item);
      await tap(words.terms.agree);
      await sees(words.layCard.heading);
    },
    lay(card: VirtualCard): void {
      devices.reader.insert(card);
    },
    lift(): void {
      devices.reader.remove();
    },
    chooses: (kind: CertificateKind): Promise<void> => tap(words.kind.kinds[kind].name),
    async types(pin: string): Promise<void> {
      await sees(words.pin.heading);
      for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
    },
    async takesCard(): Promise<void> {
      await sees(words.takeCard.done.heading);
      devices.reader.remove();
    },
    /** A card the visit has no more use for, or never had one. */
    async takesBack(): Promise<void> {
      await sees(words.takeCard.ended.heading);
      devices.reader.remove();
    },
    async lived(code: string): Promise<void> {
      const city = SYNTHETIC_MUNICIPALITIES.find((municipality) => municipality.code === code);
      if (city === undefined) throw new Error(`There is no municipality ${code}.`);
      await sees(words.municipality.choosePrefecture.heading);
      await tap(city.prefecture[language] ?? city.prefecture.ja);
      await tap(city.name[language] ?? city.name.ja);
    },

    /** As far as the choice of the municipality. */
    async identifies(o: { card: VirtualCard; pin?: string; kind?: CertificateKind }): Promise<void> {
      await resident.begin();
      resident.lay(o.card);
      await resident.chooses(o.kind ?? 'domestic');
      await resident.types(o.pin ?? '1234');
      await resident.takesCard();
    },
    async applies(o: { card: VirtualCard; kind?: CertificateKind; city?: string }): Promise<void> {
      await resident.identifies(o);
      await resident.lived(o.city ?? HOME_CITY);
    },
    /** From the preview to where the fee is asked for. */
    async accepts(): Promise<void> {
      await sees(words.preview.heading);
      await tap(words.preview.accept);
      await tap(words.copiesChoice.next);
      await tap(words.confirm.pay);
    },
    async pays(...coins: readonly AcceptedYen[]): Promise<void> {
      await sees(words.payment.headings.both);
      for (const coin of coins) {
        const limit = Date.now() + COIN_LIMIT_MS;
        // A coin that falls through, because the slot is not open yet, is put in again.
        while (devices.coinBox.insert(coin) === 'fell-through') {
          if (Date.now() > limit) throw new Error('The coin box takes no money.');
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    },
    async takesPaper(): Promise<void> {
      await sees(words.takePaper.heading);
      devices.pagePrinter.takePaper();
      await tap(words.takePaper.taken);
    },
  };
  return resident;
}

/** The attract screen, in Japanese for whoever comes next. */
export async function waitsForAnybody(page: Page): Promise<void> {
  await page.getByRole('button', { name: startingWith(TEXTS.ja.attract.start) }).waitFor({ timeout: 60_000 });
}
