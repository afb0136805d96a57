/** One gateway: files, way to VRS, public listener. Any number of them may stand before the same VRS. */
import { err, ok, type Result } from 'neverthrow';
import { createEventLog, type EventSink, standardOutputSink } from '../event-log/index.ts';
import { openVrsClient } from '../exchange/index.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';
import { GATEWAY_EVENTS } from './gateway-events.ts';
import { type GatewayFileError, readGatewayFiles } from './gateway-files.ts';
import { addGatewayRoutes } from './http/gateway-routes.ts';
import { createPublicListener, type PublicListener } from './http/public-listener.ts';
import { createPassOn } from './pass-on.ts';
import { countRefusals } from './refusal-counts.ts';

export type GatewayStartError =
  | GatewayFileError
  /** The certificate or key of the public listener is not one. */
  | { readonly kind: 'invalid-tls'; readonly cause: unknown }
  | { readonly kind: 'cannot-listen'; readonly cause: unknown };

export type RunningGateway = {
  readonly port: number;
  /** Takes no new connection, lets what is in flight end, leaves VRS. Ends by itself what does not. */
  readonly stop: () => Promise<void>;
};

/** What is given instead of taken, for tests. */
export type GatewaySurroundings = {
  readonly sink?: EventSink;
  readonly now?: () => Date;
  /** How long the body of a request may take to arrive. */
  readonly bodyMs?: number;
};

/** A little longer than the longest wait for VRS. */
const DRAIN_LIMIT_MS = 35_000;

export async function startGateway(
  configuration: GatewayConfiguration,
  surroundings: GatewaySurroundings = {},
): Promise<Result<RunningGateway, GatewayStartError>> {
  const { sink = standardOutputSink(), now = () => new Date() } = surroundings;
  const files = await readGatewayFiles(configuration, now);
  if (files.isErr()) return err(files.error);
  const log = createEventLog(GATEWAY_EVENTS, { sink, now });
  const refusals = countRefusals(log);
  const { host, port } = configuration.vrs;
  const vrs = openVrsClient({ host, port, tls: files.value.vrs });
  const release = (): void => {
    refusals.end();
    vrs.close();
  };
  const listenerParts = {
    tls: files.value.tls,
    rates: configuration.rates,
    refused: refusals.count,
    workFailed: () => log.record('WORK_FAILED', {}),
    now,
    ...(surroundings.bodyMs === undefined ? {} : { bodyMs: surroundings.bodyMs }),
  };
  let app: PublicListener;
  try {
    app = createPublicListener(listenerParts);
  } catch (cause) {
    release();
    return err({ kind: 'invalid-tls', cause });
  }
  const passOn = createPassOn({ vrs, maxInFlight: configuration.maxInFlight, log, now });
  addGatewayRoutes(app, { passOn, verifier: files.value.verifier, refused: refusals.count });
  const endSockets = followSockets(app);
  try {
    await app.listen({ host: configuration.listen.host, port: configuration.listen.port });
  } catch (cause) {
    release();
    return err({ kind: 'cannot-listen', cause });
  }
  const bound = app.server.address();
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : configuration.listen.port;
  log.record('GATEWAY_STARTED', { port: boundPort });
  if (configuration.attestation.kind === 'development') log.record('ATTESTATION_NOT_ASKED', {});
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    const limit = setTimeout(endSockets, DRAIN_LIMIT_MS);
    try {
      await app.close();
    } finally {
      clearTimeout(limit);
      release();
      log.record('GATEWAY_STOPPED', {});
    }
  };
  return ok({ port: boundPort, stop: () => (stopping ??= stop()) });
}

/** @returns ends every connection that is still there */
function followSockets(app: PublicListener): () => void {
  const sockets = new Set<{ destroy(): unknown }>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
