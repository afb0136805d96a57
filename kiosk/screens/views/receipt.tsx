/** Receipt and change, and one last look for things left behind. */
import type { VNode } from 'preact';
import { CallStaff } from '../drawings/call-staff.tsx';
import { TakeReceipt } from '../drawings/take-receipt.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

const RECEIPT = ['receipt-slot'] as const;
const CHANGE = ['return-slot'] as const;

export function ReceiptView({ screen, texts, act }: ViewProps<'receipt'>): VNode {
  const { receipt } = texts;
  return (
    <Stage
      heading={screen.printed ? receipt.heading : receipt.notPrinted}
      lead={screen.printed ? receipt.lead : receipt.notPrintedLead}
      drawing={screen.printed ? <TakeReceipt /> : <CallStaff />}
      where={[...(screen.printed ? RECEIPT : []), ...(screen.changeYen > 0 ? CHANGE : [])]}
      actions={
        <Button rank="primary" onPress={() => act({ type: 'next' })}>
          {receipt.finish}
        </Button>
      }
    >
      {screen.changeYen > 0 ? <p class="big-figure">{receipt.change(screen.changeYen)}</p> : null}
      <Notice tone="information">{receipt.checkAll}</Notice>
    </Stage>
  );
}
