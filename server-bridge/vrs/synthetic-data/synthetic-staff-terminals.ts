/** One staff terminal in each invented municipality, so that somebody can sit at one. Nobody has an account by this. */
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { StaffTerminalNameSchema } from '../staff/rights.ts';
import { registerTerminal } from '../staff/staff-terminals.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { SYNTHETIC_MUNICIPALITIES } from './municipalities.ts';

export const SYNTHETIC_TERMINAL = v.parse(StaffTerminalNameSchema, 'synthetic-1');
export const SYNTHETIC_AREAS = SYNTHETIC_MUNICIPALITIES.map(({ code }) => v.parse(MunicipalityCodeSchema, code));

/** Doing it again changes nothing. */
export async function registerSyntheticTerminals(store: VrsStore, now: () => Date): Promise<void> {
  const log = createOperationLog({ now });
  for (const area of SYNTHETIC_AREAS) {
    await registerTerminal({ store, log, now }, { kind: 'system', area }, SYNTHETIC_TERMINAL);
  }
}
