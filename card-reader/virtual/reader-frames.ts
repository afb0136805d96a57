import * as v from 'valibot';
import { concatBytes } from '../apdu/hex.ts';
import { READER_ERROR_KINDS, type ReaderErrorKind, type ReaderStatus } from '../reader.ts';

/**
 * What a virtual reader's server and its clients say to each other. The payload of a frame is: type (1 byte), number of
 * the request (4 bytes, 0 for a status), then a body. The server tells every change of status by itself.
 */
export type ReaderRequest =
  | { kind: 'connect'; request: number }
  | { kind: 'transmit'; request: number; insertion: number; command: Uint8Array }
  | { kind: 'power-off'; request: number; insertion: number };

export type ReaderReply =
  | { kind: 'status'; status: ReaderStatus }
  | { kind: 'connected'; request: number; insertion: number; atr: Uint8Array }
  | { kind: 'answer'; request: number; bytes: Uint8Array }
  | { kind: 'powered-off'; request: number }
  | { kind: 'failed'; request: number; error: ReaderErrorKind };

const REQUEST_TYPES = { connect: 0x01, transmit: 0x02, 'power-off': 0x03 } as const;
const REPLY_TYPES = { status: 0x81, connected: 0x82, answer: 0x83, 'powered-off': 0x84, failed: 0x85 } as const;
const STATUS_KINDS = ['no-service', 'no-reader', 'empty', 'card-present', 'card-mute', 'in-use', 'unknown'] as const;
const HEADER_LENGTH = 5;

export function encodeRequest(request: ReaderRequest): Uint8Array {
  const head = header(REQUEST_TYPES[request.kind], request.request);
  switch (request.kind) {
    case 'connect':
      return head;
    case 'transmit':
      return concatBytes(head, uint32(request.insertion), request.command);
    case 'power-off':
      return concatBytes(head, uint32(request.insertion));
  }
}

export function encodeReply(reply: ReaderReply): Uint8Array {
  const head = header(REPLY_TYPES[reply.kind], reply.kind === 'status' ? 0 : reply.request);
  switch (reply.kind) {
    case 'status':
      return concatBytes(head, encodeStatus(reply.status));
    case 'connected':
      return concatBytes(head, uint32(reply.insertion), reply.atr);
    case 'answer':
      return concatBytes(head, reply.bytes);
    case 'powered-off':
      return head;
    case 'failed':
      return concatBytes(head, Uint8Array.of(READER_ERROR_KINDS.indexOf(reply.error)));
  }
}

/** Undefined for anything that is no request; the peer is then cut off. */
export function decodeRequest(payload: Uint8Array): ReaderRequest | undefined {
  const frame = split(payload);
  if (frame === undefined) return undefined;
  const { type, request, body } = frame;
  switch (type) {
    case REQUEST_TYPES.connect:
      return body.length === 0 ? { kind: 'connect', request } : undefined;
    case REQUEST_TYPES.transmit:
      if (body.length < 4) return undefined;
      return { kind: 'transmit', request, insertion: readUint32(body, 0), command: body.slice(4) };
    case REQUEST_TYPES['power-off']:
      return body.length === 4 ? { kind: 'power-off', request, insertion: readUint32(body, 0) } : undefined;
    default:
      return undefined;
  }
}

/** Undefined for anything that is no reply; the connection is then given up. */
export function decodeReply(payload: Uint8Array): ReaderReply | undefined {
  const frame = split(payload);
  if (frame === undefined) return undefined;
  const { type, request, body } = frame;
  switch (type) {
    case REPLY_TYPES.status: {
      const status = decodeStatus(body);
      return status === undefined ? undefined : { kind: 'status', status };
    }
    case REPLY_TYPES.connected:
      if (body.length < 4) return undefined;
      return { kind: 'connected', request, insertion: readUint32(body, 0), atr: body.slice(4) };
    case REPLY_TYPES.answer:
      return { kind: 'answer', request, bytes: body.slice() };
    case REPLY_TYPES['powered-off']:
      return body.length === 0 ? { kind: 'powered-off', request } : undefined;
    case REPLY_TYPES.failed: {
      const error = READER_ERROR_KINDS[body[0] ?? -1];
      return body.length === 1 && error !== undefined ? { kind: 'failed', request, error } : undefined;
    }
    default:
      return undefined;
  }
}

function encodeStatus(status: ReaderStatus): Uint8Array {
  let detail = 0;
  if ('insertion' in status) detail = status.insertion;
  if ('code' in status) detail = status.code;
  return concatBytes(Uint8Array.of(STATUS_KINDS.indexOf(status.kind)), uint32(detail));
}

const StatusSchema = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['no-service', 'no-reader', 'empty', 'in-use']), detail: v.literal(0) }),
  v.strictObject({ kind: v.picklist(['card-present', 'card-mute']), detail: v.pipe(v.number(), v.minValue(1)) }),
  v.strictObject({ kind: v.literal('unknown'), detail: v.number() }),
]);

function decodeStatus(body: Uint8Array): ReaderStatus | undefined {
  if (body.length !== 5) return undefined;
  const parsed = v.safeParse(StatusSchema, { kind: STATUS_KINDS[body[0] ?? -1], detail: readUint32(body, 1) });
  if (!parsed.success) return undefined;
  const { kind, detail } = parsed.output;
  switch (kind) {
    case 'card-present':
    case 'card-mute':
      return { kind, insertion: detail };
    case 'unknown':
      return { kind, code: detail };
    default:
      return { kind };
  }
}

function header(type: number, request: number): Uint8Array {
  return concatBytes(Uint8Array.of(type), uint32(request));
}

function split(payload: Uint8Array): { type: number; request: number; body: Uint8Array } | undefined {
  const type = payload[0];
  if (type === undefined || payload.length < HEADER_LENGTH) return undefined;
  return { type, request: readUint32(payload, 1), body: payload.subarray(HEADER_LENGTH) };
}

function uint32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return new Uint8Array(view.buffer);
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}
