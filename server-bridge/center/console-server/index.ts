/** The console's listener: signing in, sessions, the built page, the routes of staff for people. */
export {
  type Console,
  type ConsoleFiles,
  createConsole,
  readConsoleFiles,
  readSecretBox,
} from './open-console.ts';
