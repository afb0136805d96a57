/** Names the machine knows by itself (hosts(5)). A terminal asks no name server: a question to one would be another way out. */
import { isIP } from 'node:net';

export type HostNames = ReadonlyMap<string, readonly string[]>;

/** Name in lower case → addresses, of the text of `/etc/hosts`. Lines that are not of its form are passed over, as the system does. */
export function parseHostNames(text: string): HostNames {
  const names = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...aliases] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const alias of aliases) {
      const name = alias.toLowerCase();
      names.set(name, [...(names.get(name) ?? []), address]);
    }
  }
  return names;
}
