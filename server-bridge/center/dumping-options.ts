/**
 * Options of the runtime that would let a process's memory, or a part of it, be looked into or written to a file. What the center holds
 * is sealed, but its memory also has bodies nobody sealed and staff's sessions: a center that was started with one of these does not serve.
 */

/** By their beginnings: `--inspect` is also `--inspect-brk`. Names as `node --help` has them. */
const DUMPING = [
  '--inspect',
  '--heapsnapshot-',
  '--heap-prof',
  '--report-on-',
  '--report-uncaught-exception',
  '--abort-on-uncaught-exception',
  '--debug',
  // A file of options would not be seen here.
  '--experimental-config-file',
  '--experimental-default-config-file',
] as const;

/** Without its value, and in the one of its two spellings that has no underscore. */
const nameOf = (option: string): string => (option.split('=', 1)[0] ?? '').replaceAll('_', '-');

/**
 * @param execArgv options of the command line before the program's name
 * @param nodeOptions what the environment adds (`NODE_OPTIONS`)
 * @returns the names of those that are refused
 */
export function dumpingOptions(execArgv: readonly string[], nodeOptions: string | undefined): readonly string[] {
  const given = [...execArgv, ...(nodeOptions ?? '').split(/[\s"]+/)].map(nameOf);
  return given.filter((name) => DUMPING.some((refused) => name.startsWith(refused)));
}
