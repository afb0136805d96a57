import * as v from 'valibot';
import { unreachable } from './exhaustive.ts';
import type { CardReader } from './reader.ts';

/**
 * Which reader to use. `pcsc`: the system's PC/SC service; `socketPath` names a service other than the system's,
 * `readerName` one reader where several are connected (else the first that is no virtual second slot is taken).
 * `virtual`: a virtual reader of another process, reached on this machine.
 */
export const ReaderConfigurationSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('pcsc'),
    socketPath: v.exactOptional(v.pipe(v.string(), v.startsWith('/'), v.maxLength(107))),
    readerName: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(127))),
  }),
  v.strictObject({
    kind: v.literal('virtual'),
    host: v.pipe(v.string(), v.nonEmpty(), v.maxLength(253)),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  }),
]);

export type ReaderConfiguration = v.InferOutput<typeof ReaderConfigurationSchema>;

/**
 * Opens the configured reader and looks at it once. A service that is away is no failure: the status says so, and the
 * reader reconnects by itself. Nothing of PC/SC is loaded unless it is asked for.
 */
export async function openReader(configuration: ReaderConfiguration): Promise<CardReader> {
  switch (configuration.kind) {
    case 'pcsc': {
      const { openPcscReader } = await import('./pcsc/pcsc-reader.ts');
      return openPcscReader(configuration);
    }
    case 'virtual': {
      const { openRemoteReader } = await import('./virtual/remote-reader.ts');
      return openRemoteReader(configuration);
    }
    default:
      return unreachable(configuration);
  }
}
