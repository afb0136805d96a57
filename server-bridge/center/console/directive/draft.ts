/** The draft of a change as a form holds it. */
import type { CertificateKind, Directive, LocalizedText, Municipality } from '../../../protocol/index.ts';
import { type ScopeDraft, WHOLE_FLEET } from './scope-choice.tsx';

/** Everything of a directive that people decide, in the order of the form. */
export const DRAFT_MEMBERS = [
  'service',
  'hours',
  'municipalities',
  'kinds',
  'prices',
  'maxCopies',
  'terms',
  'notice',
  'passportReading',
  'voiceVolumes',
  'operators',
  'allowedBuilds',
  'terminals',
] as const satisfies readonly (keyof Directive)[];
export type DraftMember = (typeof DRAFT_MEMBERS)[number];

/** A text for residents as it is typed; Chinese and Korean may stay empty. */
export type TextDraft = Readonly<Record<keyof LocalizedText, string>>;
export const NO_TEXT: TextDraft = { ja: '', en: '', zh: '', ko: '' };

export type VolumeDraft = { readonly from: string; readonly to: string; readonly percent: string };

export type Draft = {
  readonly members: readonly DraftMember[];
  /** Of those, the ones whose own value of the scope is taken away. */
  readonly cleared: readonly DraftMember[];
  readonly scope: ScopeDraft;
  readonly service: 'on' | 'off';
  readonly reason: TextDraft;
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly CertificateKind[];
  /** Prices that are there and go, by the instant they begin. */
  readonly removedPrices: readonly string[];
  readonly copyYen: string;
  readonly priceFrom: string;
  readonly maxCopies: string;
  readonly terms: TextDraft;
  readonly notice: TextDraft;
  /** Codes whose taking part turns into the other. */
  readonly turned: readonly string[];
  readonly addedMunicipalities: readonly Municipality[];
  readonly passportReading: boolean;
  readonly voiceVolumes: readonly VolumeDraft[];
  readonly operators: Directive['operators'];
  /** One a line. */
  readonly allowedBuilds: string;
  readonly terminals: string;
  readonly effectiveAt: string;
  readonly note: string;
};

const typed = ({ ja = '', en = '', zh = '', ko = '' }: Partial<LocalizedText> = {}): TextDraft => ({ ja, en, zh, ko });

export function draftFrom(directive: Directive): Draft {
  const { service, hours, kinds, maxCopies, terms, notice, passportReading, voiceVolumes } = directive;
  return {
    members: [],
    cleared: [],
    scope: WHOLE_FLEET,
    service: service.state,
    reason: service.state === 'off' ? typed(service.reason) : NO_TEXT,
    from: hours.from,
    to: hours.to,
    kinds,
    removedPrices: [],
    copyYen: '',
    priceFrom: '',
    maxCopies: String(maxCopies),
    terms: typed(terms.text),
    notice: typed(notice),
    turned: [],
    addedMunicipalities: [],
    passportReading,
    voiceVolumes: voiceVolumes.map(({ from, to, percent }) => ({ from, to, percent: String(percent) })),
    operators: directive.operators,
    allowedBuilds: directive.allowedBuilds.join('\n'),
    terminals: directive.terminals.join('\n'),
    effectiveAt: '',
    note: '',
  };
}

/** Members that hold for all terminals or for none. */
export const isForAllOnly = (member: DraftMember): boolean => member === 'terminals';
