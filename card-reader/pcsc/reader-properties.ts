/**
 * What a reader's driver says about itself (PC/SC part 10, 2.2 and 2.6.14): a list of features, each with the control
 * code to ask it by, and a list of properties. Both are simple TLVs of one byte tag and one byte length.
 */

/** Control code of CM_IOCTL_GET_FEATURE_REQUEST as pcsc-lite numbers it. */
export const FEATURE_REQUEST = 0x42000000 + 3_400;

const FEATURE_GET_TLV_PROPERTIES = 0x12;
const PROPERTY_MAX_APDU_DATA_SIZE = 0x0a;
/** Data of the longest short answer; a reader that says no more, or 0, passes short commands only. */
const LONGEST_SHORT = 256;

/** The control code that gives the properties, or undefined where the driver has none or its answer makes no sense. */
export function propertiesControlCode(features: Uint8Array): number | undefined {
  const value = propertyOf(features, FEATURE_GET_TLV_PROPERTIES);
  return value === undefined || value.length !== 4 ? undefined : viewOf(value).getUint32(0);
}

/** True when the properties state that commands and answers beyond the short form are passed on. */
export function statesExtendedLength(properties: Uint8Array): boolean {
  const value = propertyOf(properties, PROPERTY_MAX_APDU_DATA_SIZE);
  // Unlike control codes, property values have their lowest byte first.
  return value !== undefined && value.length === 4 && viewOf(value).getUint32(0, true) > LONGEST_SHORT;
}

function propertyOf(list: Uint8Array, wanted: number): Uint8Array | undefined {
  for (let offset = 0; offset + 2 <= list.length; ) {
    const end = offset + 2 + (list[offset + 1] ?? 0);
    if (end > list.length) return undefined;
    if (list[offset] === wanted) return list.subarray(offset + 2, end);
    offset = end;
  }
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
