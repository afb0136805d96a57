/** Makes the folder that the console's listener serves: `console.assetsDirectory` of the center's configuration names it. */
import { fileURLToPath } from 'node:url';
import { type BuiltConsole, buildPage, type ConsoleBuildFailure } from '../../console-kit/build.ts';

export type { BuiltConsole, ConsoleBuildFailure };

/** Builds the center's page into `outDirectory`, replacing what an earlier build left there. */
export const buildConsole = (outDirectory: string): ReturnType<typeof buildPage> =>
  buildPage(fileURLToPath(new URL('.', import.meta.url)), outDirectory);
