/**
 * The addresses a terminal may reach, from its configuration: the center's nodes and the printers. The dedicated line is the
 * only way out (K7), so everything else is shut for the whole service by the kernel.
 */
import { isIP } from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import type { HostConfiguration } from '../../../kiosk/host/index.ts';
import type { HostNames } from './host-names.ts';
import { isLocalAddress } from './local-networks.ts';

export type NetworkFault =
  /** A part that stands in for a real one: never in a store. */
  | { readonly kind: 'virtual-device'; readonly where: string }
  /** Neither an address nor a name in `/etc/hosts`. */
  | { readonly kind: 'unknown-name'; readonly where: string }
  /** The host would start the shell under its own user and in its own unit, where neither a display nor the engine's sandbox is. */
  | { readonly kind: 'shell-in-host'; readonly where: string }
  /** A printer outside the site's own network. */
  | { readonly kind: 'device-not-local'; readonly where: string };

/** The one address on this machine that is allowed: the browser's. The resolver's 127.0.0.53 is not. */
export const OWN_ADDRESS = '127.0.0.1';

/** Addresses, each once, sorted; or everything that is wrong, with the entry's place and never its value. */
export function allowedAddresses(
  configuration: HostConfiguration,
  names: HostNames,
): Result<readonly string[], readonly NetworkFault[]> {
  const { devices, line } = configuration;
  const faults: NetworkFault[] = virtualDevices(devices).map((where) => ({ kind: 'virtual-device', where }));
  if (configuration.screens.kind === 'electron') faults.push({ kind: 'shell-in-host', where: 'screens.kind' });
  const addresses = new Set<string>();
  const allow = (where: string, host: string, isDevice: boolean): void => {
    const found = isIP(host) === 0 ? (names.get(host.toLowerCase()) ?? []) : [host];
    if (found.length === 0) faults.push({ kind: 'unknown-name', where });
    else if (isDevice && !found.every(isLocalAddress)) faults.push({ kind: 'device-not-local', where });
    else for (const address of found) addresses.add(address);
  };
  for (const [index, { host }] of line.nodes.entries()) allow(`line.nodes.${index}`, host, false);
  allow('devices.pagePrinter', hostOfUri(devices.pagePrinter.uri), true);
  allow('devices.receiptPrinter', devices.receiptPrinter.host, true);
  return faults.length > 0 ? err(faults) : ok([...addresses].sort());
}

function virtualDevices(devices: HostConfiguration['devices']): string[] {
  const kinds = {
    reader: devices.reader.kind,
    'payment.coinBox': devices.payment.coinBox.kind,
    'payment.cashless': devices.payment.cashless?.kind,
    keySwitch: devices.keySwitch?.kind,
    audioJack: devices.audioJack?.kind,
    passportScanner: devices.passportScanner?.kind,
  };
  return Object.entries(kinds).flatMap(([where, kind]) => (kind === 'virtual' ? [`devices.${where}`] : []));
}

/** IPv6 addresses stand in brackets in a URI (RFC 3986 3.2.2). */
function hostOfUri(uri: string): string {
  return new URL(uri).hostname.replace(/^\[|\]$/g, '');
}
