/** Those who stand at the boxes: synthetic people of the card room, each with one card that lives as long as the proof. */
import {
  buildOtherCard,
  buildSyntheticCard,
  findSyntheticPerson,
  type SyntheticPerson,
  type VirtualCard,
} from '../../../card-reader/virtual/index.ts';

export type Resident = {
  readonly person: SyntheticPerson;
  readonly card: VirtualCard;
  /** As VRS and the certificate write it. */
  readonly birthDate: string;
  /** Words that must be found nowhere once the visit is over. */
  readonly secrets: readonly string[];
};

/** How long a card takes for an answer, about what a contactless chip takes: each step of a reading lasts. */
const ANSWER_MS = 25;

const made = new Map<string, Resident>();

/** A resident with a card. The same one every time. */
export function resident(id: 'ichiyo' | 'teppei' | 'one-dose' | 'four-doses'): Resident {
  const known = made.get(id);
  if (known !== undefined) return known;
  const person = findSyntheticPerson(id);
  if (person === undefined) throw new Error(`Nobody is called ${id}.`);
  const { birthDate: day, name, individualNumber, address } = person;
  const birthDate = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  const one = {
    person,
    card: buildSyntheticCard(person, { latencyMs: ANSWER_MS }),
    birthDate,
    secrets: [name, individualNumber, address, birthDate, day],
  };
  made.set(id, one);
  return one;
}

export const RESIDENTS = [
  resident('ichiyo'),
  resident('teppei'),
  resident('one-dose'),
  resident('four-doses'),
] as const;

/** A card that is none of ours. */
export const transitCard = (): VirtualCard => buildOtherCard('transit-card');
