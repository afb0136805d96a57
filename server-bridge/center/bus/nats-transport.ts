/**
 * Hints by NATS JetStream: one stream that forgets after a minute, read by an ordered consumer of this connection alone. The stream
 * is made where it is missing, so that a server that lost its folder, or a new one, needs no hands.
 */
import { DeliverPolicy, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect, type NodeConnectionOptions, nanos } from '@nats-io/transport-node';
import { ANSWER_LIMIT_MS, type BusTransport, CONNECT_LIMIT_MS, LIVENESS_MS } from './bus-transport.ts';
import { authenticatorOf, type NatsLogin } from './nats-login.ts';

export const BUS_STREAM = 'KOFU_BUS';
export const BUS_SUBJECT = 'kofu.bus';

const KEEP_MS = 60_000;
const KEEP_MESSAGES = 10_000;
const KEEP_BYTES = 1_048_576;
const LONGEST_MESSAGE_BYTES = 1_024;

export type NatsSettings = {
  /** `nats://…` or `tls://…`; any of them may be away. */
  readonly servers: readonly string[];
  /** PEM; null without TLS. */
  readonly tls: { readonly ca: Buffer; readonly certificate: Buffer | null; readonly key: Buffer | null } | null;
  readonly login: NatsLogin;
};

function tlsOf({ ca, certificate, key }: NonNullable<NatsSettings['tls']>) {
  const text = (pem: Buffer): string => pem.toString('utf8');
  const own = certificate === null || key === null ? {} : { cert: text(certificate), key: text(key) };
  return { ca: text(ca), ...own };
}

function optionsOf({ servers, tls, login }: NatsSettings): NodeConnectionOptions {
  const authenticator = authenticatorOf(login);
  return {
    servers: [...servers],
    name: 'kofu-center',
    timeout: CONNECT_LIMIT_MS,
    // The bus connects anew by itself, and then everything is set up anew.
    reconnect: false,
    pingInterval: LIVENESS_MS,
    maxPingOut: 2,
    // A server that offers no TLS is refused then; with null, one that offers it is spoken to in clear.
    tls: tls === null ? null : tlsOf(tls),
    ...(authenticator === null ? {} : { authenticator }),
  };
}

export function natsTransport(settings: NatsSettings): BusTransport {
  return {
    async connect(onMessage) {
      const connection = await connect(optionsOf(settings));
      try {
        const manager = await jetstreamManager(connection, { timeout: ANSWER_LIMIT_MS });
        await manager.streams.add({
          name: BUS_STREAM,
          subjects: [BUS_SUBJECT],
          retention: RetentionPolicy.Limits,
          storage: StorageType.Memory,
          max_age: nanos(KEEP_MS),
          max_msgs: KEEP_MESSAGES,
          max_bytes: KEEP_BYTES,
          max_msg_size: LONGEST_MESSAGE_BYTES,
        });
        const stream = jetstream(connection, { timeout: ANSWER_LIMIT_MS });
        const consumer = await stream.consumers.get(BUS_STREAM, { deliver_policy: DeliverPolicy.New });
        const messages = await consumer.consume({
          callback: (message) => onMessage(Buffer.from(message.data).toString('utf8')),
          abort_on_missing_resource: true,
        });
        // A stream that is deleted under the consumer ends it, though the connection lives.
        const ended = messages.closed().then(() => connection.close());
        ended.catch(() => undefined);
        return {
          async send(topics) {
            for (const topic of topics) await stream.publish(BUS_SUBJECT, topic, { timeout: ANSWER_LIMIT_MS });
          },
          gone: connection.closed().then(
            () => undefined,
            () => undefined,
          ),
          close: () => connection.close().catch(() => undefined),
        };
      } catch (cause) {
        await connection.close().catch(() => undefined);
        throw cause;
      }
    },
  };
}
