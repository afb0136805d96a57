/** One HTTP/2 exchange, as all clients of the bridge make it, and the way to VRS of who passes applications on. */
export { type ExchangeError, type ExchangeReply, type ExchangeRequest, exchangeBytes } from './exchange-bytes.ts';
export { limitBody } from './limit-body.ts';
export { openVrsClient, type VrsClient, type VrsRequest, type VrsTls } from './vrs-client.ts';
