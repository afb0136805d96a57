/** The door of the certificate page: render it, prove that it may be released, look at it. */
export type {
  CertificatePage,
  CodeName,
  DrawnGlyph,
  DrawnText,
  RenderedCertificate,
  RenderRefusal,
} from './certificate-page.ts';
export {
  type CertificateFontPaths,
  type CertificateFonts,
  DEBIAN_FONT_PATHS,
  type FontError,
  type FontRole,
  loadCertificateFonts,
} from './fonts/certificate-fonts.ts';
export { type GroundConfiguration, GroundConfigurationSchema, USUAL_GROUND } from './page/ground-configuration.ts';
export { canPrintName, nameRefusal } from './printable-name.ts';
export { type PictureFault, pageToPng, rasterisePage } from './release/page-picture.ts';
export type { ColourRaster } from './release/pdfium-document.ts';
export { checkRelease, RELEASE_CHECK_DPI, type ReleaseEvidence, type ReleaseFault } from './release/release-check.ts';
export { type RenderOptions, renderCertificate } from './render-certificate.ts';
export { type SyntheticOptions, syntheticCertificate } from './synthetic-certificate.ts';
export { type WarmUpFault, warmUp } from './warm-up.ts';
