/** The door of VRS: a node to start, its configuration, and the invented municipalities it can be filled with. */
export { type StoreConfiguration, type VrsConfiguration, VrsConfigurationSchema } from './configuration.ts';
export { createDevelopmentFiles, type DevelopmentFiles } from './development-files.ts';
export type { StartFileError } from './start-files.ts';
export { type RunningVrs, startVrs, type VrsStartError, type VrsSurroundings } from './start-vrs.ts';
export type { StoreError } from './store/open-store.ts';
export { loadSyntheticData, type SyntheticPersonFacts } from './synthetic-data/load-synthetic-data.ts';
export { SYNTHETIC_MUNICIPALITIES } from './synthetic-data/municipalities.ts';
export { type Report, VRS_EVENTS, type VrsEvent } from './vrs-events.ts';
