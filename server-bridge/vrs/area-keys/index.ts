/** The door of the areas' keys: a new generation of one area's, another master key. */
export { changeMasterKey } from './change-master-key.ts';
export { checkMasterKey } from './check-master-key.ts';
export { type Rotated, type RotationError, rotateArea } from './rotate-area.ts';
