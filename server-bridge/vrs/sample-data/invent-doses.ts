/** Tickets and doses of an invented person, with the mistakes that records entered by hand and camera have (I8). */
import { productOf } from '../../certificates/index.ts';
import type { RecordOut, TicketOut } from '../municipal-files/index.ts';
import type { Chance } from './chance.ts';
import { dayFrom, type InventedPerson } from './invent-people.ts';

/** As a municipal file says it; doubts are VRS's to find, but for the source's own. */
export type InventedDose = Omit<RecordOut, 'doubt' | 'registeredAt' | 'ticketType'> & {
  readonly saidDoubtful: boolean;
  readonly maker: string;
};

/** Of a hundred people: who has at least so many doses. */
const SHARES = [82, 81, 68, 46, 27, 17, 11] as const;
/** Of a hundred doses, so many have a mistake. */
const MISTAKES_PERCENT = 0.8;

const FIRST = [
  ['comirnaty', 82],
  ['spikevax', 17],
  ['vaxzevria', 0.2],
  ['nuvaxovid', 0.8],
] as const;
const LATER = [
  ['comirnaty', 40],
  ['spikevax', 15],
  ['comirnaty-ba1', 15],
  ['comirnaty-ba45', 25],
  ['spikevax-ba45', 5],
] as const;
const SITES = ['見本会場', '架空市民センター', '例示クリニック', '検証総合病院', '仮名医院'] as const;
const DOCTORS = ['見本　医師', '架空　医師', '例示　医師'] as const;

const addDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function lotOf(chance: Chance, product: string): string {
  const lots = [
    `ZZ${String(chance.whole(0, 9_999)).padStart(4, '0')}`,
    `90${String(chance.whole(0, 99_999)).padStart(5, '0')}`,
  ];
  const lot = lots.find((one) => productOf(product)?.lotPattern.test(one));
  if (lot === undefined) throw new Error('every invented product has a lot that fits');
  return lot;
}

/** Doses on days a person was there and alive, mistakes aside; tickets by which they came. */
export function inventHistory(
  chance: Chance,
  person: InventedPerson,
  nextTicket: () => string,
): { readonly tickets: readonly TicketOut[]; readonly doses: readonly InventedDose[] } {
  const { municipality, referenceNumber } = person;
  const tickets: TicketOut[] = [];
  const doses: InventedDose[] = [];
  // Children below five were vaccinated later and seldom; here not at all.
  if (person.birthDay > '2016-12-31') return { tickets, doses };
  const luck = chance.next() * 100;
  const last = [person.movedOn, person.deceasedOn].filter((day) => day !== '').sort()[0] ?? '2024-03-31';
  // Whoever has moved in had the first two elsewhere.
  const hasMovedIn = person.movedInOn !== '';
  let day = hasMovedIn ? addDays(person.movedInOn, chance.whole(30, 200)) : dayFrom(chance.whole(130, 300));
  for (const [index, share] of SHARES.entries()) {
    if (hasMovedIn && index < 2) continue;
    if (index === 0 || index >= 2) {
      tickets.push({
        municipality,
        referenceNumber,
        ticketNumber: nextTicket(),
        ticketType: String(Math.max(1, index)),
        issuedOn: addDays(day, -30),
        withdrawnOn: '',
      });
    }
    if (luck >= share || day > last) break;
    const product = chance.weighted(index < 2 ? FIRST : LATER);
    const mistake = chance.percent(MISTAKES_PERCENT) ? chance.of(MISTAKES) : null;
    const byTicket = chance.percent(50);
    const dose: InventedDose = {
      municipality,
      referenceNumber: byTicket ? '' : referenceNumber,
      ticketNumber: byTicket ? (tickets.at(-1)?.ticketNumber ?? '') : '',
      number: index + 1,
      day,
      vaccinatedIn: municipality,
      site: chance.of(SITES),
      doctor: chance.of(DOCTORS),
      product,
      lot: lotOf(chance, product),
      saidDoubtful: false,
      maker: productOf(product)?.manufacturer.ja ?? '',
    };
    doses.push(mistake === null ? dose : { ...dose, ...mistake(dose, doses.at(-1)) });
    day = addDays(day, index === 0 ? chance.whole(21, 35) : chance.whole(95, 260));
  }
  return { tickets, doses };
}

type Mistake = (dose: InventedDose, before: InventedDose | undefined) => Partial<InventedDose>;

const MISTAKES: readonly Mistake[] = [
  // A lot misread: letters and digits mixed up.
  ({ lot }) => ({ lot: `${lot.slice(1)}O` }),
  // The day of the dose before, and one earlier.
  ({ day }, before) => ({ day: before?.day ?? day, saidDoubtful: before === undefined }),
  (_dose, before) => (before === undefined ? { saidDoubtful: true } : { day: addDays(before.day, -3) }),
  // A product nobody knows.
  () => ({ product: 'comirnatty', maker: '' }),
  // A number left out.
  ({ number }) => ({ number: number + 1 }),
  // Another maker than the product's, and the source's own doubt.
  () => ({ maker: '見本製薬' }),
  () => ({ saidDoubtful: true }),
];
