/**
 * One thing staff can ask or order over HTTP, as data: where, what right it needs, what it takes, what it answers. Each desk
 * declares its own; every listener of an installation mounts the same list.
 */
import type { Result } from 'neverthrow';
import type * as v from 'valibot';

/** Why a request of staff is refused, in one word for the caller; the status follows from `kind`. */
export type StaffProblem =
  /** 400: it does not fit, or it means something that cannot be. */
  | { readonly kind: 'malformed'; readonly error: string }
  /** 404: what it names is not there. */
  | { readonly kind: 'not-found'; readonly error: string }
  /** 409: it cannot be now; the state of things is against it. */
  | { readonly kind: 'conflict'; readonly error: string }
  /** 403: this person may not, although the right is there (own draft, own account). */
  | { readonly kind: 'forbidden'; readonly error: string }
  /** 503: something that is needed for it is away. */
  | { readonly kind: 'unavailable'; readonly error: string };

type Schema = v.GenericSchema;

/** What a file comes as: `application/octet-stream`, piece by piece, never whole in memory. A connection that breaks throws. */
export type Upload = AsyncIterable<Uint8Array>;

export type StaffInput<Actor, Parameters, Query, Body> = {
  readonly actor: Actor;
  readonly parameters: Parameters;
  readonly query: Query;
  readonly body: Body;
};

/** A route as the listeners see it; made only by what `routesFor` gives, which ties the schemas to the handler's types. */
export type AccessRoute<Actor, Right> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the listener's prefix, in the router's own notation: `/terminals/:terminalId`. */
  readonly path: string;
  readonly needs: Right;
  readonly bodyLimitBytes?: number;
  /** Whether its body is a file, of any length; it has to be read to its end, or the answer ends it. */
  readonly isUpload: boolean;
  /** What it takes; null where it takes nothing of that sort. For those who try every route, not for the listeners. */
  readonly takes: { readonly parameters: Schema | null; readonly query: Schema | null; readonly body: Schema | null };
  /** Checks parameters, query and body and carries it out. */
  run(
    actor: Actor,
    raw: { readonly parameters: unknown; readonly query: unknown; readonly body: unknown },
  ): Promise<Result<StaffAnswer, StaffProblem>>;
};

/** 200 with a value, 202 where something has begun, 204 with nothing, or a text to be downloaded, whole or piece by piece. */
export type StaffAnswer =
  | { readonly status: 200 | 201 | 202; readonly value: unknown }
  | { readonly status: 204 }
  | {
      readonly status: 200;
      readonly download: { readonly name: string; readonly type: string; readonly text: string };
    }
  | {
      readonly status: 200;
      /** For what is too long to be held whole. A piece that fails breaks the connection off. */
      readonly stream: {
        readonly name: string;
        readonly type: string;
        /** Of bytes that are no UTF-8. */
        readonly charset?: 'shift_jis';
        readonly pieces: AsyncIterable<string | Uint8Array>;
      };
    };

type CommonParts<Actor, Right, P extends Schema, Q extends Schema> = {
  readonly method: AccessRoute<Actor, Right>['method'];
  readonly path: string;
  readonly needs: Right;
  readonly parameters?: P;
  readonly query?: Q;
};
type Handled = Promise<Result<StaffAnswer, StaffProblem>> | Result<StaffAnswer, StaffProblem>;

export type AccessRouteParts<Actor, Right, P extends Schema, Q extends Schema, B extends Schema> = CommonParts<
  Actor,
  Right,
  P,
  Q
> & {
  readonly bodyLimitBytes?: number;
  readonly body?: B;
  handle(input: StaffInput<Actor, v.InferOutput<P>, v.InferOutput<Q>, v.InferOutput<B>>): Handled;
};

export type UploadRouteParts<Actor, Right, P extends Schema, Q extends Schema> = CommonParts<Actor, Right, P, Q> & {
  handle(input: StaffInput<Actor, v.InferOutput<P>, v.InferOutput<Q>, Upload>): Handled;
};
