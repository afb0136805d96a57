/**
 * `npm run notices`: writes docs/third-party-notices.md from the installed packages of the product (not of the tests), with
 * each licence's name and its copyright lines. Run it after every change of dependencies; a test compares.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const LockSchema = v.object({
  packages: v.record(
    v.string(),
    v.object({
      version: v.optional(v.string()),
      license: v.optional(v.string()),
      dev: v.optional(v.boolean()),
      optional: v.optional(v.boolean()),
      devOptional: v.optional(v.boolean()),
    }),
  ),
});

/** Fonts that are installed by Debian and embedded in certificates or shipped with the screens. */
const FONTS = [
  '- **BIZ UDPGothic** (Debian package fonts-morisawa-bizud-gothic): SIL Open Font License 1.1, © The BIZ UDGothic Project Authors',
  '- **IPAmj Mincho** (Debian package fonts-ipamj-mincho): IPA Font License Agreement v1.0, © Information-technology Promotion Agency, Japan',
];

/** The notices as they should be for the installed packages. */
export function composeNotices(root: string): string {
  const lock = v.parse(LockSchema, JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const rows: string[] = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.dev === true || entry.devOptional === true || entry.optional === true) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    rows.push(
      `- **${name}** ${entry.version ?? ''}: ${entry.license ?? 'see the package'}${copyrightOf(join(root, path))}`,
    );
  }
  rows.sort();
  return [
    '# Third-party notices',
    '',
    'Made by `npm run notices` from package-lock.json. Kofu itself is licensed under Apache-2.0.',
    '',
    ...new Set(rows),
    '',
    '## Test data',
    '',
    '- One VDS-NC sample with its certificates (server-bridge/certificates/fixtures): Apache-2.0, Australian Passport Office',
    '',
    '## Fonts',
    '',
    ...FONTS,
    '',
  ].join('\n');
}

function copyrightOf(directory: string): string {
  const file = readdirSync(directory).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  if (file === undefined) return '';
  const line = readFileSync(join(directory, file), 'utf8')
    .split('\n')
    .find((text) => /^\s*copyright\b.*\d{4}/i.test(text));
  return line === undefined ? '' : `, ${line.trim()}`;
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync('docs/third-party-notices.md', composeNotices('.'));
}
