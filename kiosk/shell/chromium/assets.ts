/**
 * The files of the built screens, read once and held in memory: a request can only name one of them, so no path it makes up
 * reaches the file system.
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export interface Asset {
  contentType: string;
  bytes: Buffer;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.opus': 'audio/ogg',
};

/** Request path → file. Files of an unknown kind are left out. Rejects when the folder cannot be read or has no page. */
export async function readAssets(directory: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${file.slice(directory.length).split(sep).filter(Boolean).join('/')}`;
    assets.set(path, { contentType, bytes: await readFile(file) });
  }
  const page = assets.get('/index.html');
  if (page === undefined) throw new Error('The folder of the screens has no index.html.');
  assets.set('/', page);
  return assets;
}
