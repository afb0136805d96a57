/** Why it can go no further, what to do next, and what became of the money. An error is never shown as an empty record (P10). */
import type { VNode } from 'preact';
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import { CallStaff } from '../drawings/call-staff.tsx';
import { LayCard } from '../drawings/lay-card.tsx';
import { Lock } from '../drawings/lock.tsx';
import { MunicipalOffice } from '../drawings/municipal-office.tsx';
import { Waiting } from '../drawings/waiting.tsx';
import { Button } from '../parts/button.tsx';
import { Stage } from '../parts/stage.tsx';
import { refundWords } from '../refund-words.ts';
import type { ViewProps } from '../view.ts';

/** Each refusal by where it sends the resident. */
const DRAWINGS: Record<Refusal, () => VNode> = {
  NO_RECORD_CHECK_CITY: MunicipalOffice,
  NO_RECORD_ASK_CITY: MunicipalOffice,
  NEEDS_CONFIRMATION: MunicipalOffice,
  PASSPORT_NOT_REGISTERED: MunicipalOffice,
  PASSPORT_DIFFERS: MunicipalOffice,
  PASSPORT_NOT_GENUINE: MunicipalOffice,
  CITY_STOPPED: MunicipalOffice,
  COUNTER_ONLY: MunicipalOffice,
  CARD_NOT_GENUINE: MunicipalOffice,
  CARD_ISSUER_UNKNOWN: MunicipalOffice,
  CHALLENGE_EXPIRED: Waiting,
  APPLICATION_REFUSED: Waiting,
  TOO_MANY_DOSES: MunicipalOffice,
  PIN_LOCKED: Lock,
  CARD_READ: LayCard,
  WRONG_CARD: LayCard,
  CARD_TAKEN_EARLY: LayCard,
  UNAVAILABLE: Waiting,
  BUSY: Waiting,
  OUT_OF_HOURS: Waiting,
  MAINTENANCE: Waiting,
  PRINTER_ATTENTION: CallStaff,
  PAYMENT_UNAVAILABLE: CallStaff,
  NAME_NOT_PRINTABLE: MunicipalOffice,
  RIGHT_PERSON: CallStaff,
};

export function RefusedView({ screen: { refusal, refundYen }, texts, act }: ViewProps<'refused'>): VNode {
  const { refused } = texts;
  const words = refused.codes[refusal];
  const Drawing = DRAWINGS[refusal];
  return (
    <Stage
      heading={words.title}
      drawing={<Drawing />}
      actions={
        <Button rank="primary" onPress={() => act({ type: 'next' })}>
          {refused.finish}
        </Button>
      }
    >
      <dl class="explanation">
        <dt>{refused.happened}</dt>
        <dd>{words.happened}</dd>
        <dt>{refused.next}</dt>
        <dd>{words.next}</dd>
        <dt>{refused.money}</dt>
        <dd>{refundWords(refusal, refundYen, texts)}</dd>
      </dl>
    </Stage>
  );
}
