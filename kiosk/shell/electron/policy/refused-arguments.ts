/**
 * Which command lines the shell refuses to run under (electron-shell §7). Fuses do not cover Chromium's own switches: a debugging
 * port opens on a hardened build as well, so the command line is an entry point and is checked first.
 */

/**
 * Asked of the engine by name, because it also takes switches from places that are no argument. Not among them:
 * `allow-file-access-from-files`, which Electron sets itself and the packaged fuse takes back.
 */
export const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'no-sandbox',
  'disable-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'single-process',
  'in-process-gpu',
  'no-zygote',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'ignore-certificate-errors',
  'load-extension',
  'js-flags',
  'user-data-dir',
  'disk-cache-dir',
  'host-resolver-rules',
  'host-rules',
  'proxy-server',
  'proxy-pac-url',
  'renderer-cmd-prefix',
  'gpu-launcher',
  'utility-cmd-prefix',
  'enable-logging',
  'log-file',
  'log-net-log',
  'trace-startup',
  'enable-blink-features',
  'unsafely-treat-insecure-origin-as-secure',
  'require',
] as const;

/**
 * Whether to refuse. The shell sets its switches itself, so no argument may begin with a dash at all.
 *
 * @param args `process.argv` without the program
 * @param hasSwitch whether the engine was given that switch
 */
export function refusesArguments(args: readonly string[], hasSwitch: (name: string) => boolean): boolean {
  // The one thing that may stand there is the shell's own folder, where the runtime is not packaged with it.
  return args.length > 1 || args.some((argument) => argument.startsWith('-')) || REFUSED_SWITCHES.some(hasSwitch);
}
