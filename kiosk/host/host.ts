/** Starts a host on its configuration: real devices, disk and line, and the terminal that stands on them. */
import type { Result } from 'neverthrow';
import type { EventSink } from '../../server-bridge/index.ts';
import type { HostConfiguration } from './configuration.ts';
import { type HostStartError, type OpenScreens, openHostParts } from './open-parts.ts';
import { type RunningHost, runHost } from './run-host.ts';

export async function startHost(
  configuration: HostConfiguration,
  o: {
    openScreens: OpenScreens;
    /** Hears every line of the log as well. */
    sink?: EventSink;
    now?: () => Date;
    /** The host is to be ended and started anew; called once, when nobody is served. */
    onRestart?: () => void;
  },
): Promise<Result<RunningHost, HostStartError>> {
  const now = o.now ?? (() => new Date());
  const opened = await openHostParts(configuration, { openScreens: o.openScreens, sink: o.sink, now });
  return opened.asyncMap((parts) =>
    runHost(configuration, parts, { now, ...(o.onRestart === undefined ? {} : { onRestart: o.onRestart }) }),
  );
}
