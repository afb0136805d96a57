/** The addresses as systemd reads them: a drop-in for the terminal's unit, which denies everything by itself. */
import { readFile } from 'node:fs/promises';
import { err, type Result } from 'neverthrow';
import * as v from 'valibot';
import { HostConfigurationSchema } from '../../../kiosk/host/index.ts';
import { allowedAddresses, type NetworkFault } from './allowed-addresses.ts';
import { parseHostNames } from './host-names.ts';

export type NetworkFileError =
  | { readonly kind: 'configuration-unreadable'; readonly cause: unknown }
  | { readonly kind: 'configuration-invalid'; readonly where: string }
  | { readonly kind: 'names-unreadable'; readonly cause: unknown }
  | { readonly kind: 'not-for-service'; readonly faults: readonly NetworkFault[] };

/** What the drop-in has to say for this configuration. */
export async function networkFileText(o: {
  configurationFile: string;
  hostsFile: string;
}): Promise<Result<string, NetworkFileError>> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(o.configurationFile, 'utf8'));
  } catch (cause) {
    return err({ kind: 'configuration-unreadable', cause });
  }
  const configuration = v.safeParse(HostConfigurationSchema, raw);
  if (!configuration.success) {
    return err({ kind: 'configuration-invalid', where: v.getDotPath(configuration.issues[0]) ?? 'the file itself' });
  }
  let hosts: string;
  try {
    hosts = await readFile(o.hostsFile, 'utf8');
  } catch (cause) {
    return err({ kind: 'names-unreadable', cause });
  }
  return allowedAddresses(configuration.output, parseHostNames(hosts))
    .map((addresses) =>
      [
        '# Made by kofu-terminal-network from the configuration of the terminal, which starts only while the two agree.',
        '[Service]',
        ...addresses.map((address) => `IPAddressAllow=${address}`),
        '',
      ].join('\n'),
    )
    .mapErr((faults): NetworkFileError => ({ kind: 'not-for-service', faults }));
}

/** One line for each thing that somebody must mend. */
export function describeNetworkFileError(error: NetworkFileError): readonly string[] {
  switch (error.kind) {
    case 'configuration-unreadable':
      return ['the configuration cannot be read'];
    case 'configuration-invalid':
      return [`the configuration is wrong at: ${error.where}`];
    case 'names-unreadable':
      return ['the names of hosts cannot be read'];
    case 'not-for-service':
      return error.faults.map(describeFault);
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

function describeFault({ kind, where }: NetworkFault): string {
  switch (kind) {
    case 'virtual-device':
      return `${where}: a virtual device has no place in a store`;
    case 'unknown-name':
      return `${where}: neither an address nor a name in /etc/hosts`;
    case 'shell-in-host':
      return `${where}: here the session starts Electron, not the host: chromium, and kofu-terminal-electron install`;
    case 'device-not-local':
      return `${where}: a printer must be in the network of the store`;
    default: {
      const never: never = kind;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}
