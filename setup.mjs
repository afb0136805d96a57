/**
 * What `npm start`, `npm test` and the other scripts begin with, on whatever Node ≥ 20 the machine has: it sets up what is
 * missing (npm packages, Debian packages) and hands over to Node 24 from node_modules. It has no dependency itself.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, '.bin', 'node');

/** Debian packages, the file that proves each, and whether the kiosk runs without it. */
const DEBIAN = [
  {
    name: 'fonts-morisawa-bizud-gothic',
    proof: ['/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf'],
    needed: true,
  },
  { name: 'fonts-ipamj-mincho', proof: ['/usr/share/fonts/truetype/ipamj/ipamjm.ttf'], needed: true },
  { name: 'pcscd', proof: ['/usr/sbin/pcscd'] },
  {
    name: 'libpcsclite1',
    proof: ['/usr/lib/x86_64-linux-gnu/libpcsclite.so.1', '/usr/lib/aarch64-linux-gnu/libpcsclite.so.1'],
  },
  { name: 'vsmartcard-vpcd', proof: ['/usr/lib/pcsc/drivers/serial/libifdvpcd.so'] },
  { name: 'iproute2', proof: ['/usr/sbin/ip', '/sbin/ip', '/bin/ip', '/usr/bin/ip'] },
  { name: 'chromium', proof: ['/usr/bin/chromium'] },
  { name: 'socat', proof: ['/usr/bin/socat'], tests: true },
  { name: 'xvfb', proof: ['/usr/bin/Xvfb'], tests: true },
  { name: 'systemd', proof: ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'], tests: true },
  { name: 'espeak-ng', proof: ['/usr/bin/espeak-ng'], tests: true },
  { name: 'ffmpeg', proof: ['/usr/bin/ffmpeg'], tests: true },
  { name: 'cups-ipp-utils', proof: ['/usr/bin/ippeveprinter', '/usr/sbin/ippeveprinter'], tests: true },
  { name: 'dbus-daemon', proof: ['/usr/bin/dbus-daemon'], tests: true },
  { name: 'poppler-utils', proof: ['/usr/bin/pdftoppm'], tests: true },
  { name: 'qpdf', proof: ['/usr/bin/qpdf'], tests: true },
  { name: 'zbar-tools', proof: ['/usr/bin/zbarimg'], tests: true },
  { name: 'pcsc-tools', proof: ['/usr/bin/pcsc_scan'], tests: true },
  { name: 'softhsm2', proof: ['/usr/lib/softhsm/libsofthsm2.so'], tests: true },
  { name: 'python3', proof: ['/usr/bin/python3'], tests: true },
  { name: 'opensc', proof: ['/usr/bin/opensc-tool'], tests: true },
  { name: 'openssl', proof: ['/usr/bin/openssl'], tests: true },
  // Servers and tools of the center; none of them needs to run as a service of the machine.
  {
    name: 'postgresql',
    proof: ['/usr/lib/postgresql/15/bin/postgres', '/usr/lib/postgresql/17/bin/postgres'],
    tests: true,
  },
  { name: 'nats-server', proof: ['/usr/sbin/nats-server', '/usr/bin/nats-server'], tests: true },
  { name: 'prometheus', proof: ['/usr/bin/promtool'], tests: true },
  {
    name: 'libengine-pkcs11-openssl',
    proof: ['/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so', '/usr/lib/aarch64-linux-gnu/engines-3/pkcs11.so'],
    tests: true,
  },
];

/** Script name → what Node 24 runs. */
const SCRIPTS = {
  start: ['tests/environment/start.ts'],
  visit: ['tests/environment/visit.ts'],
  test: ['tests/run-tests.ts'],
  bench: ['tests/bench.ts'],
  card: ['card-reader/cli.ts'],
  'page-printer': ['printing/page-printer/cli.ts'],
  'receipt-printer': ['printing/receipt/cli.ts'],
  certificate: ['printing/certificate/cli.ts'],
  'coin-box': ['kiosk/payment/cli.ts'],
  'event-log': ['kiosk/event-log/cli.ts'],
  'fault-grid': ['tests/proofs/fault-grid.ts'],
  diagrams: ['tests/proofs/machine-diagrams.ts'],
  package: ['packaging/build.ts'],
  voice: ['kiosk/voice/cli.ts'],
  tour: ['tests/tour.ts'],
  audit: ['server-bridge/center/audit/cli.ts'],
  cluster: ['tests/fleet/cluster.ts'],
  enrol: ['server-bridge/line/enrol-cli.ts'],
  staff: ['server-bridge/center/staff/cli.ts'],
  app: ['tests/command-line-app/cli.ts'],
  'app-gateway': ['server-bridge/app-gateway/main.ts'],
  'sample-data': ['server-bridge/vrs/sample-data/cli.ts'],
  'municipal-desk': ['server-bridge/vrs/staff-server/desk/cli.ts'],
  'line-messages': ['server-bridge/line/message-schemas/write-schemas.cli.ts'],
  screenshots: ['kiosk/screens/screenshots.ts'],
  notices: ['tests/third-party-notices.ts'],
  pictures: ['tests/pictures.ts'],
};

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
}

function installNpmPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const stamp = join(MODULES, '.kofu-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(NODE)) return;
  process.stderr.write('Setting up npm packages…\n');
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it refuses a lock file from which builds for other systems are missing, and a mirror need not carry them.
  // Everything that is locked is installed exactly as locked, and nothing is written back.
  const arguments_ = ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const done = npm ? run(process.execPath, [npm, ...arguments_]) : run('npm', arguments_);
  if (done.status !== 0) fail('npm install failed: see above.');
  if (!existsSync(NODE))
    fail('The Node 24 runtime for this processor was not installed (x64 and arm64 on Linux are supported).');
  writeFileSync(stamp, wanted);
}

function absent(forTests) {
  return DEBIAN.filter(({ proof, tests }) => (forTests || !tests) && !proof.some((path) => existsSync(path)));
}

function installDebianPackages(forTests) {
  let missing = absent(forTests);
  if (missing.length === 0) return;
  let names = missing.map(({ name }) => name);
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`Setting up Debian packages: ${names.join(' ')}\n`);
    // RUNLEVEL 1: what is installed is not started as a service of this machine.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
    run('apt-get', ['update', '-q'], quiet);
    const install = (packages) =>
      run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], quiet).status === 0;
    // One package that is not to be had must not keep the others away.
    if (install(names)) return;
    for (const name of names) install([name]);
    missing = absent(forTests);
    if (missing.length === 0) return;
    names = missing.map(({ name }) => name);
  }
  const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (forTests || missing.some(({ needed }) => needed)) {
    fail(`These Debian packages are missing and could not be installed with your rights:\n  ${command}`);
  }
  process.stderr.write(`Without these the kiosk runs with virtual parts in their place:\n  ${command}\n`);
}

const [name = '', ...rest] = process.argv.slice(2);
if (!Object.hasOwn(SCRIPTS, name)) fail(`Usage: node setup.mjs ${Object.keys(SCRIPTS).join('|')} [arguments]`);
if (process.platform !== 'linux') fail('Kofu runs on Linux (Debian 12 or later).');
installNpmPackages();
installDebianPackages(['test', 'bench', 'screenshots', 'coin-box', 'cluster'].includes(name));
const child = spawn(NODE, ['--no-warnings', ...SCRIPTS[name], ...rest], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(MODULES, '.bin')}:${process.env.PATH ?? ''}` },
});
// Whoever ends this process ends what it runs: Ctrl+C reaches both, another signal is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => void (signal !== 'SIGINT' && child.kill(signal)));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
