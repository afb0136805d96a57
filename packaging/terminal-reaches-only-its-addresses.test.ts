/** From a terminal's configuration to the addresses systemd lets through; and everything that is refused on the way (K7). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { type HostConfiguration, HostConfigurationSchema } from '../kiosk/host/index.ts';
import { allowedAddresses } from './service/terminal/allowed-addresses.ts';
import { parseHostNames } from './service/terminal/host-names.ts';
import { isLocalAddress } from './service/terminal/local-networks.ts';
import { describeNetworkFileError } from './service/terminal/network-file.ts';

const EXAMPLE = join(import.meta.dirname, 'terminal/terminal.example.json');
const CLI = join(import.meta.dirname, 'service/terminal/cli.ts');
const directory = mkdtempSync(join(tmpdir(), 'kofu-network-'));
/** Each run of the command loads the host's whole configuration. */
const RUNS_LIMIT_MS = 120_000;
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const example = (): HostConfiguration => v.parse(HostConfigurationSchema, JSON.parse(readFileSync(EXAMPLE, 'utf8')));
const none = parseHostNames('');

describe('allowed addresses', () => {
  it('are those of the center and the printers of the example, and no other', () => {
    expect(allowedAddresses(example(), none)._unsafeUnwrap()).toEqual([
      '192.168.10.21',
      '192.168.10.22',
      '198.51.100.11',
      '198.51.100.12',
    ]);
  });

  it('are found for names in /etc/hosts, every address of a name, and for no other name', () => {
    const configuration = example();
    const named = {
      ...configuration,
      line: { ...configuration.line, nodes: [{ host: 'Center.example', port: 8443 }] },
    };
    const names = parseHostNames(
      '# comment\n198.51.100.7 center.example c1\n2001:db8::7\tcenter.example # six\nnonsense x\n',
    );
    expect(allowedAddresses(named, names)._unsafeUnwrap()).toEqual([
      '192.168.10.21',
      '192.168.10.22',
      '198.51.100.7',
      '2001:db8::7',
    ]);
    expect(allowedAddresses(named, none)._unsafeUnwrapErr()).toEqual([{ kind: 'unknown-name', where: 'line.nodes.0' }]);
  });

  it('hold a printer with an IPv6 address, without its brackets', () => {
    const configuration = example();
    const six = {
      ...configuration,
      devices: { ...configuration.devices, pagePrinter: { uri: 'ipp://[fd00::5]/ipp/print' } },
    };
    expect(allowedAddresses(six, none)._unsafeUnwrap()).toContain('fd00::5');
  });

  it('are refused for a host that would start the shell itself: the session does, as another user', () => {
    const configuration = example();
    const screens = {
      kind: 'electron',
      executable: '/opt/kofu-electron/electron',
      appDirectory: null,
      profileDirectory: '/run/kofu-shell',
    } as const;
    const faults = allowedAddresses({ ...configuration, screens }, none)._unsafeUnwrapErr();
    expect(faults).toEqual([{ kind: 'shell-in-host', where: 'screens.kind' }]);
    expect(describeNetworkFileError({ kind: 'not-for-service', faults }).join()).toContain('screens.kind');
  });

  it('are refused for a printer outside the store', () => {
    const configuration = example();
    const away = {
      ...configuration,
      devices: { ...configuration.devices, receiptPrinter: { host: '203.0.113.9', port: 9100 } },
    };
    expect(allowedAddresses(away, none)._unsafeUnwrapErr()).toEqual([
      { kind: 'device-not-local', where: 'devices.receiptPrinter' },
    ]);
  });

  it('are refused while any device is virtual, each named', () => {
    const configuration = example();
    const virtual = { kind: 'virtual', host: '127.0.0.1', port: 1 } as const;
    const devices = {
      ...configuration.devices,
      reader: virtual,
      payment: { coinBox: virtual },
      keySwitch: virtual,
      audioJack: virtual,
    };
    expect(allowedAddresses({ ...configuration, devices }, none)._unsafeUnwrapErr()).toEqual(
      ['reader', 'payment.coinBox', 'keySwitch', 'audioJack'].map((part) => ({
        kind: 'virtual-device',
        where: `devices.${part}`,
      })),
    );
  });
});

it.each([
  ['10.255.255.255', true],
  ['11.0.0.0', false],
  ['172.15.255.255', false],
  ['172.16.0.0', true],
  ['172.31.255.255', true],
  ['172.32.0.0', false],
  ['192.168.255.255', true],
  ['192.169.0.0', false],
  ['169.254.1.1', true],
  ['127.0.0.1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['::1', true],
  ['2001:db8::1', false],
  ['::ffff:10.0.0.1', true],
  ['::ffff:203.0.113.9', false],
])('%s is in the network of a store: %s', (address, local) => {
  expect(isLocalAddress(address)).toBe(local);
});

describe('kofu-terminal-network', () => {
  const hosts = join(directory, 'hosts');
  writeFileSync(hosts, '127.0.0.1 localhost\n');
  const cli = (...args: string[]) => spawnSync(process.execPath, ['--no-warnings', CLI, ...args], { encoding: 'utf8' });
  const network = join(directory, 'unit.d', 'kofu-network.conf');
  const files = ['--config', EXAMPLE, '--hosts', hosts, '--network', network];

  it(
    'writes a drop-in that systemd takes, and finds it equal until somebody touches it',
    () => {
      expect(cli('check', ...files).status).toBe(78);
      expect(cli('write', ...files).status).toBe(0);
      expect(cli('check', ...files).status).toBe(0);
      const text = readFileSync(network, 'utf8');
      expect(text.split('\n').slice(1, 3)).toEqual(['[Service]', 'IPAddressAllow=192.168.10.21']);
      const unit = join(directory, 'together.service');
      writeFileSync(unit, `[Service]\nExecStart=/usr/bin/env\nIPAddressDeny=any\n${text}`);
      expect(execFileSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' })).toBe('');
      writeFileSync(network, `${text}IPAddressAllow=any\n`);
      expect(cli('check', ...files).status).toBe(78);
    },
    RUNS_LIMIT_MS,
  );

  it('says what is wrong with a configuration by the place, never by the value', () => {
    const broken = join(directory, 'broken.json');
    writeFileSync(broken, JSON.stringify({ ...example(), terminalId: 'no such\nterminal' }));
    const done = cli('print', '--config', broken, '--hosts', hosts);
    expect(done.status).toBe(78);
    expect(done.stderr).toBe('kofu-terminal-network: the configuration is wrong at: terminalId\n');
  });

  it(
    'refuses other arguments',
    () => {
      for (const args of [['erase'], ['print', '--unknown']]) expect(cli(...args).status).toBe(64);
    },
    RUNS_LIMIT_MS,
  );
});
