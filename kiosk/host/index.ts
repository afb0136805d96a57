/** Door of the host: start one in this process, or run `host/main.ts` as a process of its own. */
export { type HostConfiguration, HostConfigurationSchema } from './configuration.ts';
export { type RunningHost, startHost } from './host.ts';
export type { HostStartError } from './open-parts.ts';
