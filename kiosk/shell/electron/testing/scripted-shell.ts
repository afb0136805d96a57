/**
 * Stands in for the Electron program where the host's side is tried: a script that holds the other end of the pipe and does what
 * its `shell.mode` file says. It writes down how it was started.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = `
const { Socket } = require('node:net');
const { readFileSync, writeFileSync, appendFileSync } = require('node:fs');
const { join } = require('node:path');
const here = __dirname;
const mode = readFileSync(join(here, 'shell.mode'), 'utf8');
writeFileSync(join(process.env.HOME, 'written'), 'x');
appendFileSync(join(here, 'starts.jsonl'), JSON.stringify({ pid: process.pid, argv: process.argv.slice(2), env: process.env }) + '\\n');
if (mode.startsWith('exit ')) process.exit(Number(mode.slice(5)));
const pipe = new Socket({ fd: 3 });
const tell = (line) => pipe.write(JSON.stringify(line) + '\\n');
let page = 0;
let rest = '';
pipe.setEncoding('utf8');
pipe.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) obey(JSON.parse(line));
});
pipe.on('close', () => process.exit(4));
pipe.on('error', () => process.exit(4));
function obey(line) {
  // Everything is told back as a touch, so that the test sees what arrived.
  if (line.type === 'snapshot') return tell({ type: 'event', page, event: { shown: line.snapshot } });
  const earlier = page;
  page = line.page;
  if (mode === 'late' && line.type === 'fresh-page') tell({ type: 'event', page: earlier, event: { late: true } });
  if (mode === 'garbage') return pipe.write('this is no line\\n');
  if (mode === 'oversized') return pipe.write('x'.repeat(5000));
  if (mode === 'silent') return;
  tell({ type: 'ready', page });
  if (mode === 'report') tell({ type: 'report', code: 'navigation-refused' });
  if (mode === 'page-lost') { tell({ type: 'page-lost', page }); }
}
`;

export interface ScriptedShell {
  readonly directory: string;
  readonly executable: string;
  setMode(mode: string): Promise<void>;
  remove(): Promise<void>;
}

export async function scriptedShell(mode: string): Promise<ScriptedShell> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-scripted-shell-'));
  const script = join(directory, 'shell.cjs');
  const executable = join(directory, 'electron');
  await writeFile(script, SCRIPT);
  await writeFile(executable, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
  await chmod(executable, 0o755);
  await writeFile(join(directory, 'shell.mode'), mode);
  return {
    directory,
    executable,
    setMode: (next) => writeFile(join(directory, 'shell.mode'), next),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
