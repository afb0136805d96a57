/** The door of the shells for the host: whichever its configuration names. Each shell has a door of its own beside it. */
export type { OpenScreensFailure } from './open-screens.ts';
export { openScreens } from './open-screens.ts';
export type { ScreensConfiguration } from './screens-configuration.ts';
export { ScreensConfigurationSchema } from './screens-configuration.ts';
