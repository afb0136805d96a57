/** What a reader of the sheet should know, at its foot. */
import type { Canvas } from './canvas.ts';
import { LEFT_MM } from './page-geometry.ts';
import { GREY } from './page-style.ts';

const FIRST_BASELINE_MM = 274.2;
const LINE_MM = 3.5;

const NOTES = [
  '二次元コードの内容は電子署名で保護されています。Each code is digitally signed; trust it only where the signature verifies.',
  '証明書発行者が管理する接種記録のみを記載しています。Only vaccinations recorded by the issuer are listed.',
  '複写すると地紋に「複写」の文字が現れます。The word 複写 (COPY) appears in the ground of a photocopy.',
];

export function drawNotes(canvas: Canvas): void {
  for (const [index, note] of NOTES.entries()) {
    canvas.label(`・${note}`, LEFT_MM, FIRST_BASELINE_MM + index * LINE_MM, { sizePt: 6.3, colour: GREY });
  }
}
