/** Applications for measuring: domestic, four doses, of a few hundred invented people. */
import { makeSyntheticPerson } from '../../../card-reader/virtual/index.ts';
import type { VrsKeys } from '../../certificates/index.ts';
import type { Challenge } from '../../protocol/index.ts';
import { makeChallenge } from '../store/challenges.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_RECORDS } from '../synthetic-data/synthetic-records.ts';
import { apply, newVisitId, type SentApplication, START } from '../vrs-fixtures.ts';

const PEOPLE = 100;
const CHALLENGE_LIFE_MS = 60_000;

export type Prepared = { readonly challenge: Challenge; readonly sent: SentApplication };

export const applicants = Array.from({ length: PEOPLE }, (_, seed) => makeSyntheticPerson(seed + 1));

export async function registerApplicants(store: VrsStore): Promise<void> {
  const record = SYNTHETIC_RECORDS['four-doses'];
  if (record === undefined) throw new Error('the record exists');
  await loadSyntheticData(store, applicants, Object.fromEntries(applicants.map(({ id }) => [id, record])));
}

export async function prepareApplications(store: VrsStore, vrsKeys: VrsKeys, count: number): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (let index = 0; index < count; index += 1) {
    const who = applicants[index % PEOPLE];
    if (who === undefined) throw new Error('there are people');
    const visitId = newVisitId();
    const challenge = await makeChallenge(store, visitId, new Date(START.getTime() + CHALLENGE_LIFE_MS));
    prepared.push({ challenge, sent: await apply(vrsKeys, who, challenge, { visitId }) });
  }
  return prepared;
}
