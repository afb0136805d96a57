/** The door: a pool of PostgreSQL connections that loses no connection to a server that fell silent. */
export { boundedPool, withStatementLimit } from './bounded-pool.ts';
