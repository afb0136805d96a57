/** The console's page: what builds it. The page itself is entered by a browser only. */
export { type BuiltConsole, buildConsole, type ConsoleBuildFailure } from './build.ts';
