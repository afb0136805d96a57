/**
 * An IPP message as values (RFC 8010 §3). Bytes are the business of `encode.ts` and `decode.ts`.
 */

/** A moment with the offset it was written in (RFC 2579 DateAndTime). */
export type IppDateTime = { readonly epochMs: number; readonly utcOffsetMinutes: number };

export type StringSyntax =
  | 'text'
  | 'name'
  | 'keyword'
  | 'uri'
  | 'uriScheme'
  | 'charset'
  | 'naturalLanguage'
  | 'mimeMediaType';

/** "There is no value, for this reason" (RFC 8010 §3.5.2, RFC 3380 §8). */
export type OutOfBandSyntax =
  | 'unsupported'
  | 'default'
  | 'unknown'
  | 'no-value'
  | 'not-settable'
  | 'delete-attribute'
  | 'admin-define';

export type IppValue =
  | { readonly syntax: 'integer' | 'enum'; readonly value: number }
  | { readonly syntax: 'boolean'; readonly value: boolean }
  | { readonly syntax: StringSyntax; readonly value: string }
  | { readonly syntax: 'textWithLanguage' | 'nameWithLanguage'; readonly language: string; readonly value: string }
  | { readonly syntax: 'octetString'; readonly value: Uint8Array }
  | { readonly syntax: 'dateTime'; readonly value: IppDateTime }
  | {
      readonly syntax: 'resolution';
      readonly crossFeed: number;
      readonly feed: number;
      readonly unit: 'dots-per-inch' | 'dots-per-centimeter';
    }
  | { readonly syntax: 'rangeOfInteger'; readonly lower: number; readonly upper: number }
  | { readonly syntax: 'collection'; readonly members: readonly IppAttribute[] }
  | { readonly syntax: OutOfBandSyntax }
  /** A value tag this codec does not know: kept as it came, never guessed. */
  | { readonly syntax: 'reserved'; readonly tag: number; readonly value: Uint8Array };

export type IppSyntax = IppValue['syntax'];

export type IppAttribute = { readonly name: string; readonly values: readonly IppValue[] };

export type IppGroup = { readonly tag: number; readonly attributes: readonly IppAttribute[] };

export type IppMessage = {
  readonly version: { readonly major: number; readonly minor: number };
  /** Operation id in a request, status code in an answer. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
};

/** Why bytes are not an IPP message. `at` is the offset at which this was seen. */
export type IppDecodeError =
  | { readonly kind: 'truncated'; readonly at: number; readonly missingBytes: number }
  | { readonly kind: 'bad-length'; readonly at: number; readonly syntax: string; readonly lengthBytes: number }
  | { readonly kind: 'bad-value'; readonly at: number; readonly syntax: string }
  | { readonly kind: 'bad-structure'; readonly at: number; readonly what: string };

/** One attribute; at least one value. */
export function attribute(name: string, ...values: readonly [IppValue, ...IppValue[]]): IppAttribute {
  return { name, values };
}
