/** Makes the folder that VRS's staff listener serves; its `assetsDirectory` names it. */
import { fileURLToPath } from 'node:url';
import { buildPage } from '../../console-kit/build.ts';

/** Builds the page of municipal staff into `outDirectory`, replacing what an earlier build left there. */
export const buildStaffPage = (outDirectory: string): ReturnType<typeof buildPage> =>
  buildPage(fileURLToPath(new URL('.', import.meta.url)), outDirectory);
