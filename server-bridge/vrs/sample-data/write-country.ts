/** Writes a whole invented country as the files municipal systems give, person by person; nothing but a few counters and movers is held. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Municipality } from '../../protocol/index.ts';
import {
  ADDRESS_NUMBERS_FILE,
  beginningOf,
  csvLine,
  encodeText,
  PEOPLE_FILE,
  PEOPLE_OUT,
  RECORDS_FILE,
  TICKETS_FILE,
  TICKETS_OUT,
  type WrittenEncoding,
} from '../municipal-files/index.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { type InventedDose, inventHistory } from './invent-doses.ts';
import { type InventedPerson, inventHousehold, inventIndividualNumber } from './invent-people.ts';
import { inventMunicipalities } from './invented-municipalities.ts';

export type CountryFile = {
  readonly municipality: string;
  readonly kind: 'people' | 'tickets' | 'records' | 'address-numbers';
  readonly name: string;
  readonly encoding: WrittenEncoding;
  readonly lines: number;
};
export type Country = {
  readonly synthetic: true;
  readonly seed: number;
  readonly people: number;
  readonly municipalities: readonly Municipality[];
  /** In the order in which they are imported. */
  readonly files: readonly CountryFile[];
};

/** Everybody who moves goes to the next municipality; at most so many wait for it in memory. */
const MOVERS = 100_000;

/** @param o.encoding null: municipalities take turns, as they do */
export async function writeCountry(o: {
  readonly people: number;
  readonly seed: number;
  readonly folder: string;
  readonly encoding: WrittenEncoding | null;
}): Promise<Country> {
  await mkdir(o.folder, { recursive: true });
  const municipalities = inventMunicipalities(o.people);
  const files: CountryFile[] = [];
  let movers: InventedPerson[] = [];
  let numbers = 0;
  for (const [index, { code }] of municipalities.entries()) {
    const chance = chanceFrom('country', o.seed, code);
    const encoding = o.encoding ?? (index % 2 === 0 ? 'utf-8' : 'shift_jis');
    const count =
      Math.floor((o.people * (index + 1)) / municipalities.length) -
      Math.floor((o.people * index) / municipalities.length);
    const written = await writeMunicipality(o.folder, code, encoding, (write) => {
      const arrived = movers;
      movers = [];
      return writePeople(chance, code, { count, arrived }, write, {
        number: () => inventIndividualNumber(o.seed, numbers++),
        leaves: (person) => {
          if (movers.length < MOVERS && chance.percent(50)) movers.push(person);
        },
      });
    });
    files.push(...written);
  }
  const country: Country = { synthetic: true, seed: o.seed, people: o.people, municipalities, files };
  await writeFile(join(o.folder, 'country.json'), `${JSON.stringify(country, null, 2)}\n`);
  await writeFile(join(o.folder, 'README.txt'), NOTICE);
  return country;
}

const NOTICE = `Synthetic sample data. Every person, number, municipality and record here is invented; nobody is meant.
国・市区町村・人・番号・接種記録はすべて架空です。
`;

const KINDS = ['people', 'tickets', 'records', 'address-numbers'] as const;
type Kind = (typeof KINDS)[number];
const HEADINGS: Readonly<Record<Kind, readonly string[]>> = {
  people: headingsOf(PEOPLE_FILE),
  tickets: headingsOf(TICKETS_FILE),
  records: headingsOf(RECORDS_FILE),
  'address-numbers': headingsOf(ADDRESS_NUMBERS_FILE),
};

function headingsOf(format: {
  readonly columns: Readonly<Record<string, { readonly heading: string }>>;
}): readonly string[] {
  return Object.values(format.columns).map(({ heading }) => heading);
}

type Write = (kind: Kind, cells: readonly string[]) => Promise<void>;

async function writeMunicipality(
  folder: string,
  code: string,
  encoding: WrittenEncoding,
  work: (write: Write) => Promise<void>,
): Promise<readonly CountryFile[]> {
  const open = KINDS.map((kind) => {
    const name = `${code}-${kind}.csv`;
    const stream = createWriteStream(join(folder, name));
    stream.write(Buffer.concat([beginningOf(encoding), encodeText(csvLine(HEADINGS[kind]), encoding)]));
    return { kind, name, stream, lines: 0 };
  });
  await work(async (kind, cells) => {
    const file = open.find((one) => one.kind === kind);
    if (file === undefined) throw new Error('every kind has a file');
    file.lines += 1;
    if (!file.stream.write(encodeText(csvLine(cells), encoding))) await once(file.stream, 'drain');
  });
  for (const { stream } of open) {
    stream.end();
    await finished(stream);
  }
  return open.map(({ kind, name, lines }) => ({ municipality: code, kind, name, encoding, lines }));
}

async function writePeople(
  chance: Chance,
  code: string,
  { count, arrived }: { readonly count: number; readonly arrived: readonly InventedPerson[] },
  write: Write,
  country: { readonly number: () => string; readonly leaves: (person: InventedPerson) => void },
): Promise<void> {
  let references = chance.whole(1_000, 9_999) * 1_000_000;
  let tickets = chance.whole(10, 98) * 100_000_000;
  const nextReference = () => {
    references += chance.whole(1, 9);
    return String(references);
  };
  const nextTicket = () => {
    tickets += chance.whole(1, 5);
    return String(tickets).padStart(10, '0');
  };
  const one = async (person: InventedPerson) => {
    await writePerson(write, person);
    const { tickets: given, doses } = inventHistory(chance, person, nextTicket);
    for (const ticket of given)
      await write(
        'tickets',
        TICKETS_OUT.columns.map(({ cell }) => cell(ticket)),
      );
    for (const dose of doses) await write('records', recordCells(dose));
    if (person.movedOn !== '') country.leaves(person);
  };
  for (let left = count; left > 0; ) {
    const household = inventHousehold(chance, code, { most: left, nextReference, nextNumber: country.number });
    left -= household.length;
    for (const person of household) await one(person);
  }
  for (const person of arrived) {
    await one({
      ...person,
      municipality: code,
      referenceNumber: nextReference(),
      movedOn: '',
      movedInOn: person.movedOn,
    });
  }
}

/** As the municipal system writes it: the columns that VRS gives out as well, with the number after the reference number. */
async function writePerson(write: Write, person: InventedPerson): Promise<void> {
  const [municipality = '', reference = '', ...rest] = PEOPLE_OUT.columns.map(({ cell }) => cell(person));
  await write('people', [municipality, reference, person.individualNumber, ...rest]);
  const integrated = `8${reference.padStart(14, '0')}`;
  await write('address-numbers', [municipality, reference, integrated, '']);
}

const recordCells = (dose: InventedDose): readonly string[] => [
  dose.municipality,
  dose.referenceNumber,
  dose.ticketNumber,
  '1',
  String(dose.number),
  dose.day,
  dose.vaccinatedIn,
  dose.site,
  dose.doctor,
  dose.maker,
  dose.product,
  dose.lot,
  dose.saidDoubtful ? '1' : '0',
];
