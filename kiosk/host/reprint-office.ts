/** What the terminal gives every visit's desk for misprints: codes, the store's clerks, the journal, the books. */
import * as v from 'valibot';
import { OperatorIdSchema } from '../../server-bridge/protocol/index.ts';
import type { CodeDesk } from '../operator/index.ts';
import type { HostParts } from './host-parts.ts';
import type { ReprintOffice } from './reprint-desk.ts';
import type { Till } from './till.ts';

export function reprintOffice(o: {
  codes: CodeDesk;
  parts: Pick<HostParts, 'operators' | 'journal' | 'log'>;
  till: Pick<Till, 'isClear'>;
}): ReprintOffice {
  const { parts } = o;
  return {
    codes: o.codes,
    operators: () => parts.operators.get(),
    journal: parts.journal,
    journalIsFree: () => o.till.isClear(),
    onAction(action, operatorId) {
      const operator = v.safeParse(OperatorIdSchema, operatorId);
      parts.log.report('OPERATOR_ACTION', { code: action, operator: operator.success ? operator.output : undefined });
    },
  };
}
