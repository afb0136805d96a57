/** Door of the host: start one in this process, or run `host/main.ts` as a process of its own. */
export { type HostConfiguration, HostConfigurationSchema, type TerminalConfiguration } from './configuration.ts';
export { type CrashJournal, type JournalEntry, openCrashJournal } from './crash-journal.ts';
export { type HoldStore, openHolds } from './holds.ts';
export { startHost } from './host.ts';
export { HOST_WORDS, hostEvents } from './host-events.ts';
export type { HostLog, HostParts } from './host-parts.ts';
export { type KnownOperators, openKnownOperators } from './known-operators.ts';
export type { HostStartError } from './open-parts.ts';
export { type HostOptions, type RunningHost, runHost } from './run-host.ts';
export type { startVisitProcess, VisitProcess } from './visit-process.ts';
export type { VisitResult } from './visit-start.ts';
