import * as v from 'valibot';
import { unreachable } from './exhaustive.ts';
import type { CallOptions, CardReader } from './reader.ts';

/**
 * Which reader to use. `pcsc`: the system's PC/SC service; `socketPath` names a service other than the system's,
 * `readerName` one reader by its whole name: only that one is used, whatever else is plugged, and the status is
 * `no-reader` while it is away. Without a name the first reader of the service's list is taken, kept until it goes,
 * and preferred when it comes back.
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
 * reader reconnects by itself. The first look ends after `timeoutMs` or with the signal; the reader is returned all the
 * same, with what it knows by then. Nothing of PC/SC is loaded unless it is asked for.
 */
export async function openReader(configuration: ReaderConfiguration, options: CallOptions = {}): Promise<CardReader> {
  switch (configuration.kind) {
    case 'pcsc': {
      const { openPcscReader } = await import('./pcsc/pcsc-reader.ts');
      return openPcscReader(configuration, options);
    }
    case 'virtual': {
      const { openRemoteReader } = await import('./virtual/remote-reader.ts');
      return openRemoteReader(configuration, options);
    }
    default:
      return unreachable(configuration);
  }
}
