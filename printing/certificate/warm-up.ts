/** Everything that is slow the first time, done before anybody waits: fonts, encoders, PDFium and ZXing. */
import { err, ok, type Result } from 'neverthrow';
import type { RenderRefusal } from './certificate-page.ts';
import type { CertificateFonts } from './fonts/certificate-fonts.ts';
import { checkRelease, type ReleaseFault } from './release/release-check.ts';
import { type RenderOptions, renderCertificate } from './render-certificate.ts';
import { syntheticCertificate } from './synthetic-certificate.ts';

export type WarmUpFault =
  | { kind: 'render-refused'; cause: RenderRefusal }
  | { kind: 'not-released'; cause: ReleaseFault };

/** Renders and checks a synthetic certificate. A fault means that this terminal cannot print any. */
export async function warmUp(fonts: CertificateFonts, options: RenderOptions = {}): Promise<Result<void, WarmUpFault>> {
  const page = syntheticCertificate({ kind: 'overseas' });
  const rendered = await renderCertificate(page, fonts, options);
  if (rendered.isErr()) return err({ kind: 'render-refused', cause: rendered.error });
  const released = await checkRelease({ rendered: rendered.value, page });
  if (released.isErr()) return err({ kind: 'not-released', cause: released.error });
  return ok(undefined);
}
