/**
 * Looks for a person in everything that was written (invariant B): every file below the given folders, in the encodings a
 * program is likely to have written. Proves itself in its own test on a file that leaks.
 */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Finding = { file: string; what: string };

/** What would give the person away, each under a name that may be printed. */
export type Traces = Readonly<Record<string, string | Uint8Array>>;

const LARGEST_BYTES = 512 * 1024 * 1024;

/** A text as the bytes it could appear in: UTF-8, UTF-16LE, base64 at three alignments, hex, JSON escapes. */
export function formsOf(text: string): Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const escaped = [...text]
    .map((c) => [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''))
    .join('');
  const forms = [
    utf8,
    Buffer.from(text, 'utf16le'),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf8.toString('hex').toUpperCase()),
  ];
  if (/[^ -~]/.test(text))
    forms.push(Buffer.from(escaped), Buffer.from(escaped.toUpperCase().replaceAll('\\U', '\\u')));
  if (utf8.length >= 8) {
    for (const alignment of [0, 1, 2]) {
      // Inner characters only: those at the edges depend on what stands beside the text.
      const base64 = Buffer.concat([Buffer.alloc(alignment), utf8])
        .toString('base64')
        .replace(/=+$/, '');
      const inner = base64.slice(alignment === 0 ? 0 : alignment + 1, -2);
      forms.push(Buffer.from(inner), Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_')));
    }
  }
  return [...new Map(forms.map((form) => [form.toString('hex'), form])).values()];
}

/** Every place where one of the traces stands. Sockets and devices are passed over; unreadable files are a failure. */
export async function searchForPerson(
  folders: readonly string[],
  traces: Traces,
): Promise<{ findings: Finding[]; files: number; bytes: number }> {
  const needles = Object.entries(traces).flatMap(([what, trace]) =>
    (typeof trace === 'string' ? formsOf(trace) : [Buffer.from(trace)]).map((form) => ({ what, form })),
  );
  const findings: Finding[] = [];
  let files = 0;
  let bytes = 0;
  const visit = async (path: string): Promise<void> => {
    const stat = await lstat(path).catch(() => null);
    if (stat === null) return;
    if (stat.isDirectory()) {
      for (const name of await readdir(path)) await visit(join(path, name));
      return;
    }
    if (!stat.isFile()) return;
    if (stat.size > LARGEST_BYTES) throw new Error(`Too large to be searched: ${path}`);
    const content = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      // Gone between listing and reading: temporary, and so not kept. Anything else must not pass for clean.
      if (cause.code === 'ENOENT') return null;
      throw cause;
    });
    if (content === null) return;
    files += 1;
    bytes += content.length;
    const nameHit = Object.entries(traces).find(([, trace]) => typeof trace === 'string' && path.includes(trace));
    if (nameHit !== undefined) findings.push({ file: path, what: `${nameHit[0]} in the file's name` });
    for (const { what, form } of needles) if (content.includes(form)) findings.push({ file: path, what });
  };
  for (const folder of folders) await visit(folder);
  return { findings, files, bytes };
}
