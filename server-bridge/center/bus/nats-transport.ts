/**
 * Hints by NATS JetStream: one stream that forgets after a minute, read by an ordered consumer of this connection alone. The stream
 * is made where it is missing, so that a server that lost its folder, or a new one, needs no hands.
 */
import { DeliverPolicy, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NodeConnectionOptions, nanos } from '@nats-io/transport-node';
import { ANSWER_LIMIT_MS, type BusTransport, CONNECT_LIMIT_MS, LIVENESS_MS } from './bus-transport.ts';

export const BUS_STREAM = 'KOFU_BUS';
export const BUS_SUBJECT = 'kofu.bus';

const KEEP_MS = 60_000;
const KEEP_MESSAGES = 10_000;
const KEEP_BYTES = 1_048_576;
const LONGEST_MESSAGE_BYTES = 1_024;

export type NatsSettings = {
  /** `nats://…` or `tls://…`; any of them may be away. */
  readonly servers: readonly string[];
  readonly tls?: { readonly caFile: string; readonly certificateFile?: string; readonly keyFile?: string };
  /** What a credentials file of the server's operator holds. */
  readonly credentials?: Uint8Array;
  readonly token?: string;
};

function optionsOf({ servers, tls, credentials, token }: NatsSettings): NodeConnectionOptions {
  const { caFile, certificateFile: certFile, keyFile } = tls ?? {};
  return {
    servers: [...servers],
    name: 'kofu-center',
    timeout: CONNECT_LIMIT_MS,
    // The bus connects anew by itself, and then everything is set up anew.
    reconnect: false,
    pingInterval: LIVENESS_MS,
    maxPingOut: 2,
    ...(caFile === undefined
      ? {}
      : { tls: { caFile, ...(certFile === undefined || keyFile === undefined ? {} : { certFile, keyFile }) } }),
    ...(credentials === undefined ? {} : { authenticator: credsAuthenticator(credentials) }),
    ...(token === undefined ? {} : { token }),
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
