/** A real Electron for whoever proves something on it. */
export { type RealShell, realShell, runtimeHere } from './real-runtime.ts';
