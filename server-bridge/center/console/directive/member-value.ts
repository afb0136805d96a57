/** What the form says of one member of the directive. */

import * as v from 'valibot';
import { instantOfForm } from '../../../console-kit/index.ts';
import { type Directive, type LocalizedText, MunicipalitySchema, TerminalIdSchema } from '../../../protocol/index.ts';
import type { Draft, DraftMember, TextDraft } from './draft.ts';

/** Null where nothing is typed at all; undefined where one of the two languages that must be there is missing. */
function textOf(typed: TextDraft): LocalizedText | null | undefined {
  const [ja, en, zh, ko] = [typed.ja.trim(), typed.en.trim(), typed.zh.trim(), typed.ko.trim()];
  if (ja === '' && en === '' && zh === '' && ko === '') return null;
  if (ja === '' || en === '') return undefined;
  return { ja, en, ...(zh === '' ? {} : { zh }), ...(ko === '' ? {} : { ko }) };
}

const words = (lines: string): readonly string[] => [
  ...new Set(
    lines
      .split(/[\s,]+/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
];

const wholeNumber = (typed: string): number => (/^[0-9]{1,6}$/.test(typed.trim()) ? Number(typed) : Number.NaN);

/** @returns the member's new value; undefined where the form does not make one; null takes it away */
export function memberValue(member: DraftMember, draft: Draft, directive: Directive, termsDigest: string): unknown {
  switch (member) {
    case 'service': {
      if (draft.service === 'on') return { state: 'on' };
      const reason = textOf(draft.reason) ?? undefined;
      return reason === undefined ? undefined : { state: 'off', reason };
    }
    case 'hours':
      return { from: draft.from.trim(), to: draft.to.trim() };
    case 'kinds':
      return draft.kinds.length === 0 ? undefined : draft.kinds;
    case 'prices':
      return pricesOf(draft, directive);
    case 'maxCopies':
      return wholeNumber(draft.maxCopies);
    case 'terms': {
      const text = textOf(draft.terms) ?? undefined;
      return text === undefined ? undefined : { text, digest: termsDigest };
    }
    case 'notice':
      return textOf(draft.notice);
    case 'municipalities':
      return municipalitiesOf(draft, directive);
    case 'passportReading':
      return draft.passportReading;
    case 'voiceVolumes':
      return draft.voiceVolumes.map(({ from, to, percent }) => ({
        from: from.trim(),
        to: to.trim(),
        percent: wholeNumber(percent),
      }));
    case 'operators':
      return draft.operators;
    case 'allowedBuilds':
      return words(draft.allowedBuilds);
    case 'terminals': {
      const named = words(draft.terminals);
      return named.every((word) => v.is(TerminalIdSchema, word)) ? named : undefined;
    }
    default: {
      const never: never = member;
      throw new Error(`unknown member ${String(never)}`);
    }
  }
}

/** Those that stay, and the one that is added; undefined where nothing changes or none stays. */
function pricesOf(draft: Draft, directive: Directive): unknown {
  const staying = directive.prices.filter(({ effectiveFrom }) => !draft.removedPrices.includes(effectiveFrom));
  if (draft.copyYen === '' && draft.priceFrom === '') {
    return draft.removedPrices.length === 0 || staying.length === 0 ? undefined : staying;
  }
  const effectiveFrom = instantOfForm(draft.priceFrom);
  if (effectiveFrom === null || !/^[0-9]{1,6}$/.test(draft.copyYen)) return undefined;
  const others = staying.filter((price) => price.effectiveFrom !== effectiveFrom);
  return [...others, { effectiveFrom, copyYen: Number(draft.copyYen) }];
}

function municipalitiesOf(draft: Draft, directive: Directive): unknown {
  if (draft.turned.length === 0 && draft.addedMunicipalities.length === 0) return undefined;
  const added = new Set<string>(draft.addedMunicipalities.map(({ code }) => code));
  const there = directive.municipalities
    .filter(({ code }) => !added.has(code))
    .map((one) => (draft.turned.includes(one.code) ? { ...one, takingPart: !one.takingPart } : one));
  return v.is(v.array(MunicipalitySchema), draft.addedMunicipalities)
    ? [...there, ...draft.addedMunicipalities]
    : undefined;
}
