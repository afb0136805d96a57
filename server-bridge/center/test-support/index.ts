/** What tests of whole clusters take of the center's own tests. */
export { NewRollOutSchema } from '../console-api/orders.ts';
export { startDirectiveNodes } from '../directives/test-support/directive-nodes.ts';
export * from '../fleet/testing/synthetic-fleet.ts';
export { createRollOutDesk } from '../roll-outs/roll-out-desk.ts';
export { reachOf } from '../roll-outs/stage-rule.ts';
export { APPROVER, DRAFTER, rollOutWorld } from '../roll-outs/test-support/roll-out-world.ts';
export { overSession, type RawTerminal } from './raw-terminal.ts';
