/** One HTTP/2 exchange, as both clients of the bridge make it. */
export { type ExchangeError, type ExchangeReply, type ExchangeRequest, exchangeBytes } from './exchange-bytes.ts';
