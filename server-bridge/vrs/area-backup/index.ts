/** The door of backups of one area. */
export { type Restored, type RestoreError, restoreArea } from './restore-area.ts';
export { type Saved, type SaveError, saveArea } from './save-area.ts';
