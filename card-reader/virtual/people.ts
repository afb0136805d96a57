import { ODD_PEOPLE } from './odd-people.ts';
import type { SyntheticPerson } from './synthetic-person.ts';

export type { SyntheticPerson } from './synthetic-person.ts';

const PIN = '1234';

const PEOPLE: readonly SyntheticPerson[] = [
  {
    id: 'ichiyo',
    individualNumber: '135792468015',
    name: '見本　一葉',
    address: '架空県検証市見本町一丁目２番３号',
    birthDate: '19870605',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'ordinary card, fixture A of the reference',
  },
  {
    id: 'teppei',
    individualNumber: '987654321093',
    name: '𠮷野　鉄平',
    address: '架空県北仮想郡試験村大字例示９８７番地の６　サンプルハイツ東棟１２０３号室',
    birthDate: '20000229',
    sex: '1',
    pin: PIN,
    issuer: 'B',
    remark: 'character outside the BMP, leap day, long address, fixture B of the reference',
  },
  {
    id: 'one-dose',
    individualNumber: '902100001016',
    name: '春野　ひとみ',
    address: '架空県検証市桜台三丁目４番５号',
    birthDate: '19910321',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'one dose recorded',
  },
  {
    id: 'four-doses',
    individualNumber: '902200002028',
    name: '四谷　健',
    address: '架空県検証市緑が丘４番１号　ひのき荘１０２',
    birthDate: '19581104',
    sex: '1',
    pin: PIN,
    issuer: 'A',
    remark: 'four doses recorded',
  },
  {
    id: 'seven-doses',
    individualNumber: '902300003030',
    name: '七海　トヨ',
    address: '架空県検証市港町七丁目７番７号',
    birthDate: '19340707',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'seven doses recorded: the certificate needs a second table',
  },
  {
    id: 'passport',
    individualNumber: '902400004041',
    name: '旅川　渡',
    address: '架空県検証市空港通り２丁目１０番地',
    birthDate: '19790815',
    sex: '1',
    pin: PIN,
    issuer: 'A',
    remark: 'passport known to the municipality: overseas certificate possible',
  },
  {
    id: 'no-passport',
    individualNumber: '902500005053',
    name: '内田　千里',
    address: '架空県検証市内町１番地の２',
    birthDate: '20020502',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'no passport known: domestic certificate only',
  },
  {
    id: 'no-record',
    individualNumber: '902600006065',
    name: '無量　空也',
    address: '架空県検証市白紙町６番６号',
    birthDate: '19951231',
    sex: '1',
    pin: PIN,
    issuer: 'A',
    remark: 'genuine card, no vaccination recorded',
  },
  {
    id: 'doubtful',
    individualNumber: '902700007077',
    name: '疑問　真',
    address: '架空県北仮想郡試験村大字疑義１番地',
    birthDate: '19660606',
    sex: '9',
    pin: PIN,
    issuer: 'B',
    remark: 'records that contradict each other: no certificate until the municipality has looked',
  },
  {
    id: 'rare-kanji',
    individualNumber: '902800008089',
    name: '髙﨑　𠮷美',
    address: '架空県検証市𠮷田町１丁目１番１号',
    birthDate: '19480229',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'variant characters 髙 (U+9AD9), 﨑 (U+FA11), 𠮷 (U+20BB7)',
  },
  {
    id: 'moved',
    individualNumber: '902900009090',
    name: '転出　巡',
    address: '架空県北仮想郡試験村大字新居２０番地',
    birthDate: '19830909',
    sex: '1',
    pin: PIN,
    issuer: 'B',
    remark: 'vaccinated in one municipality, lives in another',
  },
  {
    id: 'protected',
    individualNumber: '903100010100',
    name: '守山　静',
    address: '架空県検証市本町５番１０号',
    birthDate: '19880118',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'under protection of the municipality: no certificate from a terminal',
  },
  {
    id: 'glyphless',
    individualNumber: '903200011112',
    name: '𫞠山　文',
    address: '架空県検証市外字町３番２号',
    birthDate: '19720403',
    sex: '0',
    pin: PIN,
    issuer: 'A',
    remark: 'first character (U+2B7A0) is in no font we ship: refused before payment',
  },
  {
    id: 'deceased',
    individualNumber: '903300012116',
    name: '架野　昔',
    address: '架空県検証市旧町１番９号',
    birthDate: '19300915',
    sex: '1',
    pin: PIN,
    issuer: 'A',
    remark: 'died after the doses; the card is still about: no certificate until the municipality has looked',
  },
  {
    id: 'many-doses',
    individualNumber: '903400013128',
    name: '数野　重',
    address: '架空県検証市千本町４０番地',
    birthDate: '19610210',
    sex: '2',
    pin: PIN,
    issuer: 'A',
    remark: 'forty doses recorded: more than one code can hold',
  },
];

/** Everybody whom the other rooms know too, in a fixed order. */
export function syntheticPeople(): readonly SyntheticPerson[] {
  return PEOPLE;
}

/** One person by id, odd ones included, or undefined. */
export function findSyntheticPerson(id: string): SyntheticPerson | undefined {
  return [...PEOPLE, ...ODD_PEOPLE].find((person) => person.id === id);
}

/** People who exist on their cards alone: every form of name, birth date and sex code that a reader must keep. */
export function oddSyntheticPeople(): readonly SyntheticPerson[] {
  return ODD_PEOPLE;
}
