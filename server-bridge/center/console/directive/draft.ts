/** The draft of a change as a form holds it, and the message it becomes. */

import * as v from 'valibot';
import { instantOfForm } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { NewChangeSchema } from '../../console-api/changes.ts';
import { type ScopeDraft, scopeOf, WHOLE_FLEET } from './scope-choice.tsx';

export const DRAFT_MEMBERS = ['service', 'hours', 'prices', 'maxCopies', 'notice', 'municipalities'] as const;
export type DraftMember = (typeof DRAFT_MEMBERS)[number];

export type Draft = {
  readonly members: readonly DraftMember[];
  readonly scope: ScopeDraft;
  readonly service: 'on' | 'off';
  readonly reasonJa: string;
  readonly reasonEn: string;
  readonly from: string;
  readonly to: string;
  readonly copyYen: string;
  readonly priceFrom: string;
  readonly maxCopies: string;
  readonly noticeJa: string;
  readonly noticeEn: string;
  /** Codes whose taking part turns into the other. */
  readonly turned: readonly string[];
  readonly effectiveAt: string;
  readonly note: string;
};

export function draftFrom({ service, hours, maxCopies, notice }: Directive): Draft {
  return {
    members: [],
    scope: WHOLE_FLEET,
    service: service.state,
    reasonJa: service.state === 'off' ? service.reason.ja : '',
    reasonEn: service.state === 'off' ? service.reason.en : '',
    from: hours.from,
    to: hours.to,
    copyYen: '',
    priceFrom: '',
    maxCopies: String(maxCopies),
    noticeJa: notice?.ja ?? '',
    noticeEn: notice?.en ?? '',
    turned: [],
    effectiveAt: '',
    note: '',
  };
}

/** The member's new value; undefined where the form does not make one. Null takes it away. */
function memberValue(member: DraftMember, draft: Draft, directive: Directive): unknown {
  switch (member) {
    case 'service':
      if (draft.service === 'on') return { state: 'on' };
      return draft.reasonJa.trim() === '' || draft.reasonEn.trim() === ''
        ? undefined
        : { state: 'off', reason: { ja: draft.reasonJa.trim(), en: draft.reasonEn.trim() } };
    case 'hours':
      return { from: draft.from.trim(), to: draft.to.trim() };
    case 'prices': {
      const effectiveFrom = instantOfForm(draft.priceFrom);
      if (effectiveFrom === null || !/^[0-9]{1,6}$/.test(draft.copyYen)) return undefined;
      const others = directive.prices.filter((price) => price.effectiveFrom !== effectiveFrom);
      return [...others, { effectiveFrom, copyYen: Number(draft.copyYen) }];
    }
    case 'maxCopies':
      return Number(draft.maxCopies);
    case 'notice':
      if (draft.noticeJa.trim() === '' && draft.noticeEn.trim() === '') return null;
      return draft.noticeJa.trim() === '' || draft.noticeEn.trim() === ''
        ? undefined
        : { ja: draft.noticeJa.trim(), en: draft.noticeEn.trim() };
    case 'municipalities':
      return draft.turned.length === 0
        ? undefined
        : directive.municipalities.map((one) =>
            draft.turned.includes(one.code) ? { ...one, takingPart: !one.takingPart } : one,
          );
    default: {
      const never: never = member;
      throw new Error(`unknown member ${String(never)}`);
    }
  }
}

/** @returns null where something is not filled in as it must be */
export function messageOf(draft: Draft, directive: Directive): v.InferOutput<typeof NewChangeSchema> | null {
  const scope = scopeOf(draft.scope);
  const effectiveAt = draft.effectiveAt === '' ? null : instantOfForm(draft.effectiveAt);
  if (scope === null || (draft.effectiveAt !== '' && effectiveAt === null)) return null;
  const patch = Object.fromEntries(draft.members.map((member) => [member, memberValue(member, draft, directive)]));
  if (Object.values(patch).includes(undefined)) return null;
  const read = v.safeParse(NewChangeSchema, { scope, patch, effectiveAt, note: draft.note });
  return read.success ? read.output : null;
}
