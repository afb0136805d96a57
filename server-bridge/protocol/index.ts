/** Every message on the line. Imports nothing of ours; used by both ends. */
export * from './answer.ts';
export * from './application.ts';
export * from './diagnostics.ts';
export * from './directive.ts';
export * from './enrolment-messages.ts';
export * from './identifiers.ts';
export * from './line-messages.ts';
export * from './line-version.ts';
export * from './refusals.ts';
export * from './terminal-status.ts';
export * from './vrs-key-set.ts';
