/**
 * The door of the bridge room: what both ends of the line share. The parts that run as processes of their own have
 * doors of their own: `line/index.ts` (the terminal's end), `center/index.ts`, `vrs/index.ts`.
 */

export * from './certificates/index.ts';
export * from './event-log/index.ts';
export * from './protocol/index.ts';
export * from './sealing/index.ts';
