/** The fonts of the page, read and parsed once per process (about 1 s; the name font is 46 MB). */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import { type FontFace, parseFontFace } from './font-face.ts';

/** Where Debian's packages fonts-morisawa-bizud-gothic and fonts-ipamj-mincho put their files. */
export const DEBIAN_FONT_PATHS: CertificateFontPaths = {
  label: '/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf',
  heading: '/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf',
  name: '/usr/share/fonts/truetype/ipamj/ipamjm.ttf',
};

export type FontRole = 'label' | 'heading' | 'name';
export type CertificateFontPaths = Readonly<Record<FontRole, string>>;
export type CertificateFonts = Readonly<Record<FontRole, FontFace>>;

export type FontError =
  | { kind: 'font-unreadable'; role: FontRole; cause: unknown }
  | { kind: 'font-unusable'; role: FontRole; cause?: unknown };

/** Reads and parses the three fonts. Errors name the role, for the person who set the paths. */
export async function loadCertificateFonts(
  paths: Partial<CertificateFontPaths> = {},
): Promise<Result<CertificateFonts, FontError>> {
  const used = { ...DEBIAN_FONT_PATHS, ...paths };
  const [label, heading, name] = await Promise.all([
    loadFace('label', used.label),
    loadFace('heading', used.heading),
    loadFace('name', used.name),
  ]);
  if (label.isErr()) return err(label.error);
  if (heading.isErr()) return err(heading.error);
  if (name.isErr()) return err(name.error);
  return ok({ label: label.value, heading: heading.value, name: name.value });
}

async function loadFace(role: FontRole, path: string): Promise<Result<FontFace, FontError>> {
  try {
    const file = await readFile(path);
    return parseFontFace(file).mapErr((error) => ({ ...error, role }));
  } catch (cause) {
    return err({ kind: 'font-unreadable', role, cause });
  }
}
