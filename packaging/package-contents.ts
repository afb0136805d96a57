/** What each package consists of: the programs it starts, its system files, what it needs of Debian. The rest is traced. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildScreens } from '../kiosk/screens/index.ts';
import { archiveElectronShell, buildElectronShell } from '../kiosk/shell/electron/building/index.ts';
import { buildConsole } from '../server-bridge/center/console/index.ts';
import { buildStaffPage } from '../server-bridge/vrs/console/index.ts';

export type PackageContents = {
  readonly name: 'kofu-terminal' | 'kofu-servers';
  /** Programs whose imports are followed, relative to the root: everything that is started, forked or preloaded. */
  readonly entries: readonly string[];
  /** Commands in `/usr/bin` and what they run. */
  readonly commands: readonly { command: string; entry: string }[];
  /** System files: where they lie here, and on the machine. */
  readonly files: readonly { from: string; to: string }[];
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  readonly summary: string;
  readonly description: readonly string[];
  /** What is made rather than copied, in a folder of the package's own. */
  readonly builds?: readonly { readonly folder: string; make(directory: string): Promise<void> }[];
};

/** What Node itself is linked with, and the library that tells systemd how a service fares. */
const RUNTIME = ['libc6 (>= 2.28)', 'libgcc-s1', 'libstdc++6', 'libsystemd0', 'systemd (>= 252)'];

const units = (folder: string, names: readonly string[]) =>
  names.map((name) => ({ from: `packaging/${folder}/${name}`, to: `usr/lib/systemd/system/${name}` }));

const TERMINAL: PackageContents = {
  name: 'kofu-terminal',
  entries: [
    'packaging/service/terminal/main.ts',
    'packaging/service/terminal/cli.ts',
    'packaging/service/shell/main.ts',
    'packaging/service/shell/electron-cli.ts',
    'packaging/service/beat.ts',
    'kiosk/host/main.ts',
    'kiosk/visit/process/main.ts',
    'kiosk/event-log/cli.ts',
    'server-bridge/line/enrol-cli.ts',
  ],
  commands: [
    { command: 'kofu-terminal-network', entry: 'packaging/service/terminal/cli.ts' },
    { command: 'kofu-terminal-electron', entry: 'packaging/service/shell/electron-cli.ts' },
    { command: 'kofu-event-log', entry: 'kiosk/event-log/cli.ts' },
    { command: 'kofu-enrol', entry: 'server-bridge/line/enrol-cli.ts' },
  ],
  files: [
    ...units('terminal', ['kofu-terminal.service', 'kofu-shell.service']),
    { from: 'packaging/terminal/sysusers.conf', to: 'usr/lib/sysusers.d/kofu-terminal.conf' },
    { from: 'packaging/terminal/tmpfiles.conf', to: 'usr/lib/tmpfiles.d/kofu-terminal.conf' },
    { from: 'packaging/terminal/sysctl.conf', to: 'usr/lib/sysctl.d/60-kofu-terminal.conf' },
    { from: 'packaging/terminal/coredump.conf', to: 'usr/lib/systemd/coredump.conf.d/60-kofu-terminal.conf' },
    { from: 'packaging/terminal/journald.conf', to: 'usr/lib/systemd/journald.conf.d/60-kofu-terminal.conf' },
    { from: 'packaging/terminal/polkit.rules', to: 'usr/share/polkit-1/rules.d/60-kofu-terminal.rules' },
    { from: 'packaging/terminal/terminal.example.json', to: 'usr/share/doc/kofu-terminal/terminal.example.json' },
  ],
  depends: [
    ...RUNTIME,
    'cage',
    'chromium',
    'fonts-ipamj-mincho',
    'fonts-morisawa-bizud-gothic',
    'libpcsclite1',
    'pcscd',
    'polkitd',
  ],
  recommends: ['libccid'],
  summary: 'kiosk terminal that issues vaccination certificates',
  description: [
    'The host, the visit process, the screens and the session that shows them,',
    'with the Node.js runtime they were tested with. The services run as users of',
    'their own, write to one folder, and reach the issuance center and the printers',
    'that are configured, and nothing else.',
  ],
  builds: [
    { folder: 'screens', make: makeScreens },
    { folder: 'electron', make: makeElectronArchive },
  ],
};

const SERVERS: PackageContents = {
  name: 'kofu-servers',
  entries: [
    'packaging/service/server/main.ts',
    'packaging/service/beat.ts',
    'server-bridge/center/main.ts',
    'server-bridge/vrs/main.ts',
    'server-bridge/certificates/cli.ts',
    'server-bridge/center/audit/cli.ts',
    'server-bridge/center/staff/cli.ts',
    'server-bridge/center/first-keys/cli.ts',
    'server-bridge/vrs/staff/cli.ts',
    'server-bridge/vrs/areas/cli.ts',
    'server-bridge/vrs/area-keys/cli.ts',
    'server-bridge/vrs/area-backup/cli.ts',
    'server-bridge/vrs/operation-log/cli.ts',
  ],
  commands: [
    { command: 'kofu-certificates', entry: 'server-bridge/certificates/cli.ts' },
    { command: 'kofu-audit', entry: 'server-bridge/center/audit/cli.ts' },
    { command: 'kofu-staff', entry: 'server-bridge/center/staff/cli.ts' },
    { command: 'kofu-center-keys', entry: 'server-bridge/center/first-keys/cli.ts' },
    { command: 'kofu-municipal-staff', entry: 'server-bridge/vrs/staff/cli.ts' },
    { command: 'kofu-areas', entry: 'server-bridge/vrs/areas/cli.ts' },
    { command: 'kofu-area-keys', entry: 'server-bridge/vrs/area-keys/cli.ts' },
    { command: 'kofu-area-backup', entry: 'server-bridge/vrs/area-backup/cli.ts' },
    { command: 'kofu-operation-log', entry: 'server-bridge/vrs/operation-log/cli.ts' },
  ],
  files: [
    ...units('servers', ['kofu-center.service', 'kofu-vrs.service']),
    { from: 'packaging/servers/sysusers.conf', to: 'usr/lib/sysusers.d/kofu-servers.conf' },
    { from: 'packaging/servers/tmpfiles.conf', to: 'usr/lib/tmpfiles.d/kofu-servers.conf' },
    { from: 'packaging/servers/coredump.conf', to: 'usr/lib/systemd/coredump.conf.d/60-kofu-servers.conf' },
    { from: 'packaging/servers/journald.conf', to: 'usr/lib/systemd/journald.conf.d/60-kofu-servers.conf' },
    { from: 'packaging/servers/center.example.json', to: 'usr/share/doc/kofu-servers/center.example.json' },
    {
      from: 'packaging/servers/initial-directive.example.json',
      to: 'usr/share/doc/kofu-servers/initial-directive.example.json',
    },
    { from: 'packaging/servers/vrs.example.json', to: 'usr/share/doc/kofu-servers/vrs.example.json' },
  ],
  depends: RUNTIME,
  recommends: [],
  summary: 'issuance center and vaccination record system for kiosk terminals',
  description: [
    'The center that steers terminals and relays sealed applications, and the',
    'record system that answers them, with the Node.js runtime they were tested',
    'with. Either can run alone: a service starts only where its configuration is.',
  ],
  builds: [
    { folder: 'console', make: makeConsole },
    { folder: 'staff-page', make: makeStaffPage },
  ],
};

async function makeConsole(directory: string): Promise<void> {
  const built = await buildConsole(directory);
  if (built.isErr()) throw new Error(`The console's page cannot be built: ${built.error.kind}`);
}

async function makeStaffPage(directory: string): Promise<void> {
  const built = await buildStaffPage(directory);
  if (built.isErr()) throw new Error(`The page of municipal staff cannot be built: ${built.error.kind}`);
}

async function makeScreens(directory: string): Promise<void> {
  const built = await buildScreens(directory);
  if (built.isErr()) throw new Error(`The screens cannot be built: ${built.error.kind}`);
}

/** What an Electron with its fuses set loads; the runtime itself is the site's own. */
async function makeElectronArchive(directory: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'kofu-electron-archive-'));
  try {
    await makeScreens(join(work, 'screens'));
    const built = await buildElectronShell(join(work, 'app'), join(work, 'screens'));
    if (built.isErr()) throw new Error(`The Electron shell cannot be built: ${built.error.kind}`);
    await mkdir(directory, { recursive: true });
    await archiveElectronShell(join(work, 'app'), join(directory, 'app.asar'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export const PACKAGES: readonly PackageContents[] = [TERMINAL, SERVERS];
