/** Every message between the page of municipal staff and VRS. Used by both. */
export * from './imports.ts';
export * from './operations.ts';
export * from './people.ts';
export * from './provisions.ts';
export * from './staff.ts';
