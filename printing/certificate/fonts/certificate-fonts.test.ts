import { expect, test } from 'vitest';
import { DEBIAN_FONT_PATHS, loadCertificateFonts } from './certificate-fonts.ts';

test('a font that is not there is named by its role', async () => {
  expect(await loadCertificateFonts({ name: '/nowhere/font.ttf' })).toMatchObject({
    error: { kind: 'font-unreadable', role: 'name' },
  });
});

test('a file that is no font is named by its role', async () => {
  expect(await loadCertificateFonts({ heading: new URL(import.meta.url).pathname })).toMatchObject({
    error: { kind: 'font-unusable', role: 'heading' },
  });
});

test('another font may take a role', async () => {
  const fonts = await loadCertificateFonts({ name: DEBIAN_FONT_PATHS.label });
  expect(fonts.isOk() && fonts.value.name.name).toBe('BIZUDPGothic-Regular');
});
