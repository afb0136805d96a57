/** A visit that goes well, by touch: through any window that gives a page. */
import { expect } from 'vitest';
import type { VirtualCard } from '../../card-reader/virtual/index.ts';
import type { CertificateKind } from '../../server-bridge/index.ts';
import { type Resident, waitsForAnybody } from './resident-at-the-window.ts';

/** From the attract screen to the receipt and back; `name` is to be read in the preview before anything is paid. */
export async function finishesVisit(
  resident: Resident,
  o: { card: VirtualCard; kind: CertificateKind; name: string; city?: string },
): Promise<void> {
  const { page, words } = resident;
  await resident.applies(o);
  await resident.sees(words.preview.heading);
  expect(await page.getByRole('main').getByText(o.name).count()).toBeGreaterThan(0);
  await resident.accepts();
  await resident.pays(100, 10, 10);
  await resident.takesPaper();
  await resident.tap(words.receipt.finish);
  await waitsForAnybody(page);
}
