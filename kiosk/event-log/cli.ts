/** The terminal's log by hand. Exit codes: see `cli/arguments.ts`. */
import type { EventLogEntry } from '../../server-bridge/protocol/index.ts';
import { type Invocation, parseInvocation, USAGE } from './cli/arguments.ts';
import { exportLog } from './export-log.ts';
import { checkLog, type LookError, lookAtLog } from './look-at-log.ts';
import { readEntries } from './read-entries.ts';

const EXIT = { done: 0, damaged: 1, usage: 64, noLog: 66, cannotWrite: 73 } as const;
const PAGE_ENTRIES = 1_000;

/** Says what went wrong; the value is the exit code. */
function fail(message: string, code: number): number {
  console.error(message);
  return code;
}

function noLog(directory: string, error: LookError): number {
  switch (error.kind) {
    case 'no-log-there':
      return fail(`There is no terminal's log in ${directory}.`, EXIT.noLog);
    case 'unreadable':
      return fail(`The log in ${directory} cannot be read: ${String(error.cause)}`, EXIT.noLog);
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

function show({ directory, from, event }: Extract<Invocation, { command: 'show' }>): number {
  const looked = lookAtLog(directory);
  if (looked.isErr()) return noLog(directory, looked.error);
  let next = from;
  let page: readonly EventLogEntry[];
  do {
    page = readEntries(looked.value.segments, next, PAGE_ENTRIES);
    for (const entry of page) if (event === undefined || entry.event === event) console.log(JSON.stringify(entry));
    next = (page.at(-1)?.entry ?? next) + 1;
  } while (page.length > 0);
  return EXIT.done;
}

function check(directory: string): number {
  const checked = checkLog(directory);
  if (checked.isErr()) return noLog(directory, checked.error);
  console.log(JSON.stringify(checked.value, null, 1));
  const { damagedLines, tornBytes, lostReports } = checked.value;
  return damagedLines + tornBytes + lostReports > 0 ? EXIT.damaged : EXIT.done;
}

async function exportTo(directory: string, to: string): Promise<number> {
  const looked = lookAtLog(directory);
  if (looked.isErr()) return noLog(directory, looked.error);
  const exported = await exportLog({ ...looked.value, directory: to, now: new Date() });
  if (exported.isErr()) return fail(`Nothing was exported: ${exported.error.kind} (${to})`, EXIT.cannotWrite);
  console.log(`${exported.value.path}: ${exported.value.entries} entries`);
  return EXIT.done;
}

async function run(invocation: Invocation): Promise<number> {
  switch (invocation.command) {
    case 'show':
      return show(invocation);
    case 'check':
      return check(invocation.directory);
    case 'export':
      return await exportTo(invocation.directory, invocation.to);
    default: {
      const never: never = invocation;
      throw new Error(`unknown command ${String(never)}`);
    }
  }
}

const parsed = parseInvocation(process.argv.slice(2));
process.exitCode = parsed.isOk() ? await run(parsed.value) : fail(`${parsed.error}\n\n${USAGE}`, EXIT.usage);
