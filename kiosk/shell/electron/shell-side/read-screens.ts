/** Reads the built screens into memory, by the list that was written beside them: nothing else of the folder is ever served. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import * as v from 'valibot';
import { belongsInArchive, SCREENS_FOLDER } from '../policy/packaging.ts';
import type { ScreenFile, ScreenFiles } from '../policy/screen-responses.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.opus': 'audio/ogg',
};

const ListSchema = v.strictObject({
  files: v.array(
    v.pipe(
      v.string(),
      v.check((name) => belongsInArchive(`${SCREENS_FOLDER}/${name}`)),
    ),
  ),
});

/** Throws when a file that is listed cannot be read: a shell without its screens must not start. */
export function readScreens(appDirectory: string): ScreenFiles {
  const { files } = v.parse(ListSchema, JSON.parse(readFileSync(join(appDirectory, 'screens.json'), 'utf8')));
  return new Map(
    files.map((name): [string, ScreenFile] => {
      const contentType = CONTENT_TYPES[extname(name)];
      if (contentType === undefined) throw new Error('A file of the screens is of an unknown kind.');
      return [
        `/${name}`,
        { contentType, bytes: new Uint8Array(readFileSync(join(appDirectory, SCREENS_FOLDER, name))) },
      ];
    }),
  );
}
