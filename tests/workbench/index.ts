/** The door of the workbench: a web page that is the hands of whoever tries the kiosk. Never part of a production build. */
export { type BuiltWorkbench, buildWorkbench } from './build.ts';
export type { WorkbenchControl } from './server/workbench-control.ts';
export { startWorkbench } from './start-workbench.ts';
