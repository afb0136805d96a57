/** The built page: read whole at the start, served by exact name. Nothing a request says ever becomes a path of a file. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const MAX_FILES = 1_000;
const MAX_BYTES = 64 * 1_048_576;

/** `what` is the name of the setting; neither names anything outside the folder. */
export type PageAssetsError =
  | { readonly kind: 'unreadable-file'; readonly what: string; readonly cause: unknown }
  | { readonly kind: 'invalid-content'; readonly what: string; readonly issues: readonly string[] };

export type PageAsset = { readonly bytes: Buffer; readonly type: string; readonly tag: string };

/** By address: `/` for `index.html`, `/NAME` for everything else. Folders below are taken with their names. */
export async function readPageAssets(
  directory: string,
  what: string,
): Promise<Result<ReadonlyMap<string, PageAsset>, PageAssetsError>> {
  const wrong = (issue: string) => err({ kind: 'invalid-content', what, issues: [issue] } as const);
  const assets = new Map<string, PageAsset>();
  let total = 0;
  try {
    for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const name = file.slice(join(directory, '/').length);
      const type = TYPES[extname(name)];
      if (type === undefined || !NAME_PATTERN.test(name)) return wrong(`a file that is not of a page: ${name}`);
      const bytes = await readFile(file);
      total += bytes.length;
      if (assets.size >= MAX_FILES || total > MAX_BYTES) return wrong('too much');
      const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
      assets.set(name === 'index.html' ? '/' : `/${name}`, { bytes, type, tag });
    }
  } catch (cause) {
    return err({ kind: 'unreadable-file', what, cause });
  }
  return assets.has('/') ? ok(assets) : wrong('index.html is missing');
}
