import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mrz, mrzInformation, parseMrz } from './mrz.ts';
import { mrzCheckDigit } from './mrz-check-digit.ts';
import { writeZone } from './virtual/zone-writer.ts';

/** The specimen of Doc 9303-4, appendix B. */
const FIRST = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const SECOND = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

const withDigits = (line: string): string => {
  const checked = (from: number, to: number) => line.slice(from, to) + mrzCheckDigit(line.slice(from, to));
  const body = checked(0, 9) + line.slice(10, 13) + checked(13, 19) + line.slice(20, 21) + checked(21, 27);
  const whole = body + checked(28, 42);
  return whole + mrzCheckDigit(whole.slice(0, 10) + whole.slice(13, 20) + whole.slice(21, 43));
};
const parse = (first: string, second = SECOND) => parseMrz(first + second);

describe('the specimen zone', () => {
  it('is read field by field', () => {
    expect(parse(FIRST)._unsafeUnwrap()).toEqual({
      text: FIRST + SECOND,
      documentCode: 'P',
      issuingState: 'UTO',
      primaryIdentifier: 'ERIKSSON',
      secondaryIdentifier: 'ANNA MARIA',
      documentNumber: 'L898902C3',
      nationality: 'UTO',
      birthDate: '740812',
      sex: 'F',
      expiryDate: '120415',
      optionalData: 'ZE184226B',
    } satisfies Mrz);
  });

  it.each(['\n', '\r\n', '\r'])('may have a line break (%j) where the lines meet', (lineBreak) => {
    expect(parseMrz(FIRST + lineBreak + SECOND)._unsafeUnwrap().text).toBe(FIRST + SECOND);
  });

  it('gives the chip its key material', () => {
    const text = Buffer.from(mrzInformation(parse(FIRST)._unsafeUnwrap())).toString();
    expect(text).toBe('L898902C3674081221204159');
  });

  it('in every truncation, and longer, is no zone', () => {
    const whole = FIRST + SECOND;
    for (let length = 0; length < whole.length; length++)
      expect(parseMrz(whole.slice(0, length))._unsafeUnwrapErr()).toEqual({ kind: 'mrz-not-td3' });
    for (const more of ['<', '\n', ' ']) expect(parseMrz(whole + more).isErr()).toBe(true);
    expect(parseMrz(whole.toLowerCase()).isErr()).toBe(true);
    expect(parseMrz(`${FIRST}\n\n${SECOND}`).isErr()).toBe(true);
    expect(parseMrz(`${FIRST.slice(0, 43)}\n<${SECOND}`).isErr()).toBe(true);
  });

  it('tells which check digit is wrong', () => {
    const changed = (at: number, digit: string) => parse(FIRST, SECOND.slice(0, at) + digit + SECOND.slice(at + 1));
    expect(changed(9, '7')._unsafeUnwrapErr()).toEqual({ kind: 'mrz-check-digit', field: 'documentNumber' });
    expect(changed(19, '3')._unsafeUnwrapErr()).toEqual({ kind: 'mrz-check-digit', field: 'birthDate' });
    expect(changed(27, '0')._unsafeUnwrapErr()).toEqual({ kind: 'mrz-check-digit', field: 'expiryDate' });
    expect(changed(42, '2')._unsafeUnwrapErr()).toEqual({ kind: 'mrz-check-digit', field: 'optionalData' });
    expect(changed(43, '1')._unsafeUnwrapErr()).toEqual({ kind: 'mrz-check-digit', field: 'composite' });
    for (const at of [9, 19, 27, 42, 43]) for (const no of ['<', 'A']) expect(changed(at, no).isErr()).toBe(true);
  });

  it('refuses every other digit in place of a digit', () => {
    for (const [at, character] of [...SECOND].entries()) {
      if (!/[0-9]/.test(character)) continue;
      for (let digit = 0; digit < 10; digit++) {
        if (String(digit) === character) continue;
        expect(parse(FIRST, SECOND.slice(0, at) + digit + SECOND.slice(at + 1)).isErr()).toBe(true);
      }
    }
  });
});

describe('check digits', () => {
  it.each([
    ['520727', '3'],
    ['AB2134<<<', '5'],
    ['L898902C<', '3'],
    ['690806', '1'],
    ['940623', '6'],
    ['HA672242<658022549601086<<<<<<<<<<<<<<0', '8'],
    ['<<<<<<<<<<<<<<', '0'],
  ])('of %s is %s', (text, digit) => {
    expect(mrzCheckDigit(text)).toBe(digit);
  });

  it('of empty optional data may be a filler; of others not', () => {
    const empty = `${SECOND.slice(0, 28)}<<<<<<<<<<<<<<`;
    for (const digit of ['<', '0']) {
      const whole = empty + digit;
      const composite = mrzCheckDigit(whole.slice(0, 10) + whole.slice(13, 20) + whole.slice(21, 43));
      expect(parse(FIRST, whole + composite)._unsafeUnwrap().optionalData).toBe('');
    }
    const kept = withDigits(SECOND);
    const filled = `${kept.slice(0, 42)}<`;
    const composite = mrzCheckDigit(filled.slice(0, 10) + filled.slice(13, 20) + filled.slice(21, 43));
    expect(parse(FIRST, filled + composite)._unsafeUnwrapErr()).toMatchObject({ field: 'optionalData' });
  });
});

describe('names', () => {
  it.each([
    ['SUHARTO', 'SUHARTO', ''],
    ['VAN<DER<MUELLEN<<HILARY', 'VAN DER MUELLEN', 'HILARY'],
    ['O<CONNOR<<ENYA<SIOBHAN', 'O CONNOR', 'ENYA SIOBHAN'],
    ['ARKFREITHRA<DEEPAK<SUBRAMANIAN<<VENKATAR', 'ARKFREITHRA DEEPAK SUBRAMANIAN', 'VENKATAR'.slice(0, 7)],
  ])('%s', (name, primary, secondary) => {
    const zone = parse(`P<UTO${name.padEnd(39, '<').slice(0, 39)}`)._unsafeUnwrap();
    expect([zone.primaryIdentifier, zone.secondaryIdentifier]).toEqual([primary, secondary]);
  });

  it.each(['', '<ERIKSSON<<ANNA', '<<ANNA', 'ERIKSSON<<ANNA<<MARIA', 'ERIKSSON<<<ANNA', 'ERIKSS0N<<ANNA'])(
    '"%s" is none',
    (name) => {
      expect(parse(`P<UTO${name.padEnd(39, '<')}`)._unsafeUnwrapErr()).toEqual({
        kind: 'mrz-malformed',
        field: 'name',
      });
    },
  );
});

describe('fields', () => {
  it.each([
    ['PD', 'PD'],
    ['P<', 'P'],
  ])('document code %s', (code, expected) => {
    expect(parse(code + FIRST.slice(2))._unsafeUnwrap().documentCode).toBe(expected);
  });

  it.each(['V<', 'I<', 'P1', '<P'])('%s is no passport', (code) => {
    expect(parse(code + FIRST.slice(2))._unsafeUnwrapErr()).toEqual({ kind: 'mrz-malformed', field: 'documentCode' });
  });

  it.each(['<<<', 'U<O', '1TO'])('issuing state %s is none', (state) => {
    expect(parse(`P<${state}${FIRST.slice(5)}`)._unsafeUnwrapErr()).toMatchObject({ field: 'issuingState' });
  });

  it('a state of one letter', () => {
    expect(parse(`P<D<<${FIRST.slice(5)}`)._unsafeUnwrap().issuingState).toBe('D');
  });

  it.each([
    ['740230', false],
    ['000229', true],
    ['010229', false],
    ['740431', false],
    ['741301', false],
    ['740012', false],
    ['740800', false],
    ['<<0812', true],
    ['74<<12', true],
    ['74<<<<', true],
    ['<<<<<<', true],
    ['7<0812', false],
    ['74081<', false],
  ])('birth date %s: %s', (date, allowed) => {
    const second = withDigits(SECOND.slice(0, 13) + date + SECOND.slice(19));
    expect(parse(FIRST, second).isOk()).toBe(allowed);
  });

  it.each(['120431', '12<<15', '<<<<<<', '120015', '130229'])('expiry date %s is none', (date) => {
    const second = withDigits(SECOND.slice(0, 21) + date + SECOND.slice(27));
    expect(parse(FIRST, second)._unsafeUnwrapErr()).toEqual({ kind: 'mrz-malformed', field: 'expiryDate' });
  });

  it.each([
    ['M', 'M'],
    ['F', 'F'],
    ['<', 'X'],
    ['X', undefined],
  ])('sex %s', (character, sex) => {
    const parsed = parse(FIRST, withDigits(SECOND.slice(0, 20) + character + SECOND.slice(21)));
    expect(parsed.isOk() ? parsed.value.sex : undefined).toBe(sex);
  });

  it('a document number that begins with a filler is none', () => {
    expect(parse(FIRST, withDigits(`<98902C3${SECOND.slice(8)}`)).isErr()).toBe(true);
  });
});

describe('any zone', () => {
  const letters = (minLength: number, maxLength: number) =>
    fc.stringMatching(new RegExp(`^[A-Z]{${minLength},${maxLength}}$`));
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  const date = fc
    .date({ min: new Date('1940-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(2, 10).replaceAll('-', ''));
  const holder = fc.record({
    issuingState: letters(1, 3),
    nationality: letters(1, 3),
    primaryIdentifier: fc.array(letters(1, 6), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' ')),
    secondaryIdentifier: fc.array(letters(1, 6), { maxLength: 2 }).map((parts) => parts.join(' ')),
    documentNumber: fc.tuple(letters(2, 2), digits(7)).map((parts) => parts.join('')),
    birthDate: date,
    sex: fc.constantFrom('M', 'F', 'X'),
    expiryDate: date,
    optionalData: letters(0, 14),
  });

  it('that is written is read as it was meant', () => {
    fc.assert(
      fc.property(holder, (meant) => {
        expect(writeZone(meant)).toMatchObject(meant);
      }),
      { seed: 9_303, numRuns: 1_000 },
    );
  });

  it('with one digit of a checked field changed is refused', () => {
    fc.assert(
      fc.property(holder, fc.nat({ max: 43 }), fc.integer({ min: 1, max: 9 }), (meant, at, change) => {
        const { text } = writeZone(meant);
        const character = text[44 + at] ?? '';
        if (!/[0-9]/.test(character)) return;
        const other = String((Number(character) + change) % 10);
        expect(parseMrz(text.slice(0, 44 + at) + other + text.slice(45 + at)).isErr()).toBe(true);
      }),
      { seed: 9_304, numRuns: 2_000 },
    );
  });

  it('of noise is refused without a crash, and the error holds none of it', () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.stringMatching(/^[A-Z0-9<]{88}$/),
      fc.stringMatching(/^P<[A-Z0-9<]{42}\n[A-Z0-9<]{44}$/),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parseMrz(text);
        if (parsed.isErr())
          expect(Object.keys(parsed.error).filter((key) => key !== 'kind' && key !== 'field')).toEqual([]);
      }),
      { seed: 9_305, numRuns: 2_000 },
    );
  });
});
