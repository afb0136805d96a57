/** Orders to one terminal: how they reach it, and what it sends on them. */
export { collectionsOf, entriesOf, entryLines } from './collections.ts';
export { type CommandDelivery, createCommandDelivery } from './command-delivery.ts';
export { createDiagnosticsDesk, type DiagnosticsDesk, eraseDiagnosticsBefore } from './diagnostics-desk.ts';
export { DIAGNOSTICS_REFUSALS, type DiagnosticsRefusal } from './diagnostics-refusals.ts';
