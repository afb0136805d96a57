/** The printer needs a hand: what, whose, and that neither paper nor money is lost. */
import type { VNode } from 'preact';
import { AddPaper } from '../drawings/add-paper.tsx';
import { CallStaff } from '../drawings/call-staff.tsx';
import { CloseCover } from '../drawings/close-cover.tsx';
import type { MachinePlace } from '../drawings/machine.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import type { PrinterCause } from '../texts/texts.ts';
import type { ViewProps } from '../view.ts';

const DRAWINGS: Record<PrinterCause, () => VNode> = {
  paper: AddPaper,
  jam: CallStaff,
  cover: CloseCover,
  toner: CallStaff,
  other: CallStaff,
};

const PLACES: Record<PrinterCause, MachinePlace> = {
  paper: 'paper-drawer',
  jam: 'printer-cover',
  cover: 'printer-cover',
  toner: 'printer-cover',
  other: 'printer-cover',
};

export function PrinterAttentionView({ screen, texts }: ViewProps<'printer-attention'>): VNode {
  const { printerAttention } = texts;
  const Drawing = DRAWINGS[screen.cause];
  return (
    <Stage {...printerAttention.causes[screen.cause]} drawing={<Drawing />} where={[PLACES[screen.cause]]}>
      <Notice tone="information">
        <p>{screen.again ? printerAttention.safeAgain : printerAttention.safe}</p>
        <p>{printerAttention.stay}</p>
      </Notice>
    </Stage>
  );
}
