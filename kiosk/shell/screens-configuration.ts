/** Who paints for a host, as its configuration says: a browser that comes to it, or an Electron that it starts itself. */
import * as v from 'valibot';
import { DisplayWishesSchema } from './electron/index.ts';

const absolutePath = v.pipe(v.string(), v.startsWith('/'));

export const ScreensConfigurationSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('chromium'),
    /** What `buildScreens` wrote. */
    assetsDirectory: v.string(),
    /** On 127.0.0.1; 0 for any that is free. */
    port: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535)),
  }),
  v.strictObject({
    kind: v.literal('electron'),
    /** The runtime's program. */
    executable: absolutePath,
    /** What `buildElectronShell` wrote; null where it is packaged with the runtime. */
    appDirectory: v.nullable(absolutePath),
    /** For what the engine writes: a folder on a tmpfs. */
    profileDirectory: absolutePath,
    /** Any display for residents unless told; the operator's screens are among the residents' unless told. */
    displays: v.optional(DisplayWishesSchema),
  }),
]);
export type ScreensConfiguration = v.InferOutput<typeof ScreensConfigurationSchema>;
