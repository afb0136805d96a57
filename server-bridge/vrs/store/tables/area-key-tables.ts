/** Tables of migration step 0009: generations of an area's keys, and which hash becomes which while they change. */
import type { ColumnType, Generated } from 'kysely';
import type { GenerationState } from '../area-keys.ts';

export type AreaKeyTables = {
  area_keys: {
    area: Generated<string>;
    /** From 1. */
    generation: number;
    /** What these keys are known by for as long as they live; null for those from before there were generations. */
    key_id: string | null;
    state: GenerationState;
    /** Wrapped by the master key. */
    wrapped_keys: Uint8Array;
    made_at: ColumnType<Date, Date, never>;
    made_by: string;
  };
  area_key_hashes: { area: Generated<string>; old_hash: Uint8Array; new_hash: Uint8Array };
};
