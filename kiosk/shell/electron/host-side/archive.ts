/**
 * Packs the folder Electron runs into the one file it loads once its fuses are set: `app.asar`. The form is Electron's own
 * (https://github.com/electron/asar): four little-endian numbers that say how long the header is, the header as JSON, then the
 * files one after the other.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { belongsInArchive } from '../policy/packaging.ts';

interface ArchivedFile {
  size: number;
  /** A decimal number as text, because it may be beyond what JSON's readers take for a number. */
  offset: string;
}
interface ArchivedFolder {
  files: Record<string, ArchivedFolder | ArchivedFile>;
}

/** Throws on a file that has no place in an archive: a package is not built with something in it that nobody has named. */
export async function archiveElectronShell(appDirectory: string, archiveFile: string): Promise<void> {
  const entries = await readdir(appDirectory, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(appDirectory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
  const stranger = names.find((name) => !belongsInArchive(name));
  if (stranger !== undefined) throw new Error(`${stranger} has no place in the archive of the shell.`);
  const contents = await Promise.all(names.map((name) => readFile(join(appDirectory, name))));
  const root: ArchivedFolder = { files: {} };
  let offset = 0;
  for (const [index, name] of names.entries()) {
    const size = contents[index]?.length ?? 0;
    put(root, name.split('/'), { size, offset: String(offset) });
    offset += size;
  }
  await writeFile(archiveFile, Buffer.concat([header(root), ...contents]));
}

function put(folder: ArchivedFolder, [first = '', ...rest]: readonly string[], file: ArchivedFile): void {
  if (rest.length === 0) {
    folder.files[first] = file;
    return;
  }
  const inner = folder.files[first];
  const next: ArchivedFolder = inner !== undefined && 'files' in inner ? inner : { files: {} };
  folder.files[first] = next;
  put(next, rest, file);
}

/** Chromium's Pickle twice over: a number that says how long the next one is, which holds a text padded to four bytes. */
function header(root: ArchivedFolder): Buffer {
  const json = Buffer.from(JSON.stringify(root), 'utf8');
  const padded = Math.ceil(json.length / 4) * 4;
  const bytes = Buffer.alloc(16 + padded);
  bytes.writeUInt32LE(4, 0);
  bytes.writeUInt32LE(padded + 8, 4);
  bytes.writeUInt32LE(padded + 4, 8);
  bytes.writeUInt32LE(json.length, 12);
  json.copy(bytes, 16);
  return bytes;
}
