/** What a node under test and whoever tries it say to each other over the process's channel. */
import * as v from 'valibot';
import { VrsKeysSchema } from '../../../certificates/index.ts';
import { ApplicationHeaderSchema } from '../../../protocol/index.ts';

const bytes = v.pipe(v.string(), v.base64());
export const NodeMessageSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('begin'),
    url: v.string(),
    masterKey: bytes,
    keys: VrsKeysSchema,
    at: v.pipe(v.string(), v.isoTimestamp()),
  }),
  v.strictObject({ type: v.literal('apply'), id: v.number(), header: ApplicationHeaderSchema, sealed: bytes }),
  v.strictObject({ type: v.literal('end') }),
]);
export type NodeMessage = v.InferInput<typeof NodeMessageSchema>;

export const NodeAnswerSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('answer'), id: v.number(), sealed: v.nullable(bytes) }),
]);
export type NodeAnswer = v.InferInput<typeof NodeAnswerSchema>;
