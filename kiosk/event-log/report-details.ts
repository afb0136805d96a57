/** What a report may say, out of what it was given; unchecked callers included. */
import * as v from 'valibot';
import { type OperatorId, OperatorIdSchema, type TerminalEvent } from '../../server-bridge/protocol/index.ts';
import { hasPersonalShape } from './personal-shape.ts';
import { ReportCodeSchema } from './report-code.ts';
import type { ReportWords } from './report-words.ts';

export type AllowedDetails = { readonly code?: string; readonly operator?: OperatorId };

/** A code that is not made of closed words becomes `unnamed`, an operator that is none is left out; both are counted. */
export function allowDetails(
  words: ReportWords,
  event: TerminalEvent['event'],
  { code, operator }: { readonly code?: unknown; readonly operator?: unknown },
): { readonly details: AllowedDetails; readonly refusedFields: number } {
  const isCode = v.is(ReportCodeSchema, code) && words.allows(event, code);
  const known = v.safeParse(OperatorIdSchema, operator);
  const isOperator = known.success && !hasPersonalShape(known.output);
  return {
    details: {
      ...(code === undefined ? {} : { code: isCode ? code : 'unnamed' }),
      ...(isOperator ? { operator: known.output } : {}),
    },
    refusedFields: Number(code !== undefined && !isCode) + Number(operator !== undefined && !isOperator),
  };
}
