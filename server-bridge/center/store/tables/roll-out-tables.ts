/** Orders to many terminals, stage by stage. */

export type RollOutTables = Record<never, never>;
