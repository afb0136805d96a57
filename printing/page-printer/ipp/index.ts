/** The IPP wire format, for the client and for the virtual printer. */
export { decodeIpp } from './decode.ts';
export { encodeIpp } from './encode.ts';
export {
  attribute,
  type IppAttribute,
  type IppDecodeError,
  type IppGroup,
  type IppMessage,
  type IppValue,
} from './message.ts';
export { type PlainAttributes, plainAttributes, plainGroups } from './plain-attributes.ts';
export { A4_MEDIA, GROUP, JOB_STATE, LAST_SUCCESS_STATUS, OPERATION, PRINTER_STATE, STATUS } from './tags.ts';
