/** Whether a name can be printed as it is, asked right after the card was read and long before payment (P11). */
import type { RenderRefusal } from './certificate-page.ts';
import type { CertificateFonts } from './fonts/certificate-fonts.ts';
import { createCanvas, createInk } from './page/canvas.ts';
import { drawName } from './page/holder-block.ts';

/** The refusal the renderer would give for this name, or null. It never contains the name. */
export function nameRefusal(name: string, fonts: CertificateFonts): RenderRefusal | null {
  const ink = createInk(fonts);
  drawName(createCanvas(ink, 0), { field: 'holder.name', text: name });
  return ink.refusals[0] ?? null;
}

/** @param name DF22 of the card as it is: nothing is normalised, no character is replaced. */
export function canPrintName(name: string, fonts: CertificateFonts): boolean {
  return nameRefusal(name, fonts) === null;
}
