/** What the tests of the registers share: invented facts, and a log that keeps what it is told. */
import * as v from 'valibot';
import { checkDigitOf } from '../../../card-reader/individual-number/index.ts';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { OperationEvent, OperationLog } from '../operation-log/operation-log.ts';
import { type Rights, RightsSchema, StaffIdSchema, StaffTerminalNameSchema } from '../staff/rights.ts';
import type { StaffActor } from '../staff/vrs-staff-route.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import type { DoseFacts } from './dose-facts.ts';
import { IndividualNumberSchema, type PersonFacts } from './person-facts.ts';

export const CITY = v.parse(MunicipalityCodeSchema, '900010');
export const OTHER_CITY = v.parse(MunicipalityCodeSchema, '900028');
export const AT = new Date('2026-11-20T01:02:03.456Z');
export const CHANGE = { by: 'hanako', at: AT };

/** An invented number with its check digit. */
export function syntheticNumber(index: number) {
  const eleven = `9${String(index).padStart(10, '0')}`;
  return v.parse(IndividualNumberSchema, `${eleven}${checkDigitOf(eleven)}`);
}

export const facts = (over: Partial<PersonFacts> = {}): PersonFacts => ({
  referenceNumber: '700000000000001',
  individualNumber: syntheticNumber(77),
  name: '架空　花子',
  kana: 'カクウ　ハナコ',
  birthDay: '1985-04-23',
  sex: 'female',
  protected: false,
  movedOn: null,
  deceasedOn: null,
  ...over,
});

export const dose = (over: Partial<DoseFacts> = {}): DoseFacts => ({
  number: 1,
  day: '2021-07-10',
  product: 'comirnaty',
  lot: 'ZZ0001',
  vaccinatedIn: null,
  site: '架空第一会場',
  doctor: '架空　医師',
  ...over,
});

/** Runs work in an area that exists. */
export async function within<T>(
  store: VrsStore,
  area: MunicipalityCode,
  work: (transaction: AreaTransaction) => Promise<T>,
): Promise<T> {
  const done = await store.inArea(area, async (transaction) => ({ value: await work(transaction) }));
  if (done === undefined) throw new Error(`no area ${area}`);
  return done.value;
}

export function recordingLog(): OperationLog & { readonly events: OperationEvent[] } {
  const events: OperationEvent[] = [];
  return {
    events,
    append(_transaction, event) {
      events.push(event);
      return Promise.resolve();
    },
  };
}

export const staff = (rights: Partial<Rights>, area: MunicipalityCode = CITY): StaffActor => ({
  kind: 'person',
  area,
  staffId: v.parse(StaffIdSchema, 'hanako'),
  name: '架空　職員',
  rights: v.parse(RightsSchema, rights),
  terminal: v.parse(StaffTerminalNameSchema, 'desk-1'),
  sessionId: 'synthetic',
});
