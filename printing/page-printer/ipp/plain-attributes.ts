/** Attributes as plain JavaScript values, so that a schema can check them. */
import type { IppAttribute, IppMessage, IppValue } from './message.ts';

/** Attribute name → its values. "No value" becomes an empty list; "unknown" and the like leave the attribute out. */
export type PlainAttributes = Readonly<Record<string, readonly unknown[]>>;

/** Attributes of every group with this tag, one entry a group (Get-Jobs answers with many). */
export function plainGroups(message: IppMessage, groupTag: number): PlainAttributes[] {
  return message.groups.filter(({ tag }) => tag === groupTag).map(({ attributes }) => plainAttributes(attributes));
}

export function plainAttributes(attributes: readonly IppAttribute[]): PlainAttributes {
  const plain: Record<string, unknown[]> = Object.create(null);
  for (const { name, values } of attributes) {
    const known = values.filter((value) => !isAbsent(value));
    if (known.length > 0) plain[name] = known.flatMap(plainValue);
  }
  return plain;
}

function isAbsent({ syntax }: IppValue): boolean {
  return syntax === 'unknown' || syntax === 'unsupported' || syntax === 'reserved';
}

function plainValue(value: IppValue): readonly unknown[] {
  switch (value.syntax) {
    case 'integer':
    case 'enum':
    case 'boolean':
    case 'octetString':
    case 'dateTime':
    case 'text':
    case 'name':
    case 'keyword':
    case 'uri':
    case 'uriScheme':
    case 'charset':
    case 'naturalLanguage':
    case 'mimeMediaType':
    case 'textWithLanguage':
    case 'nameWithLanguage':
      return [value.value];
    case 'resolution':
      return [{ crossFeed: value.crossFeed, feed: value.feed, unit: value.unit }];
    case 'rangeOfInteger':
      return [{ lower: value.lower, upper: value.upper }];
    case 'collection':
      return [plainAttributes(value.members)];
    case 'no-value':
    case 'default':
    case 'not-settable':
    case 'delete-attribute':
    case 'admin-define':
    case 'unknown':
    case 'unsupported':
    case 'reserved':
      return [];
    default: {
      const never: never = value;
      throw new Error(`no plain form of ${String(never)}`);
    }
  }
}
