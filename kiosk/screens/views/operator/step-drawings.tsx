/** The drawing of every step. A step without one does not compile. */
import type { VNode } from 'preact';
import type { OperatorStep } from '../../../snapshot.ts';
import { AddPaper } from '../../drawings/add-paper.tsx';
import { CloseCover } from '../../drawings/close-cover.tsx';
import { ClearCoins, CloseCoinDoor, FillChange, OpenCoinDoor } from '../../drawings/coin-box-steps.tsx';
import { Cover } from '../../drawings/cover.tsx';
import { Envelope } from '../../drawings/envelope.tsx';
import {
  ChangeToner,
  CloseTray,
  LookForScraps,
  OpenCover,
  OpenTray,
  PullJammedPaper,
} from '../../drawings/page-printer-steps.tsx';
import { ChangeReceiptRoll, CloseReceiptCover, OpenReceiptCover } from '../../drawings/receipt-printer-steps.tsx';
import { TakeCard } from '../../drawings/take-card.tsx';
import { TakePaper } from '../../drawings/take-paper.tsx';
import { CheckCable, ClearReader, OffAndOn, Restart, RouterLamp, Telephone } from '../../drawings/terminal-steps.tsx';
import { Waiting } from '../../drawings/waiting.tsx';

export const STEP_DRAWINGS: Record<OperatorStep, () => VNode> = {
  'open-tray': OpenTray,
  'load-paper': AddPaper,
  'close-tray': CloseTray,
  'open-cover': OpenCover,
  'pull-jammed-paper': PullJammedPaper,
  'look-for-scraps': LookForScraps,
  'change-toner': ChangeToner,
  'close-cover': CloseCover,
  'keep-sheets-apart': Envelope,
  'switch-printer-off-and-on': OffAndOn,
  'open-receipt-cover': OpenReceiptCover,
  'change-receipt-roll': ChangeReceiptRoll,
  'close-receipt-cover': CloseReceiptCover,
  'switch-receipt-printer-off-and-on': OffAndOn,
  'open-coin-door': OpenCoinDoor,
  'clear-coins': ClearCoins,
  'fill-change': FillChange,
  'close-coin-door': CloseCoinDoor,
  'check-coin-box-cable': CheckCable,
  'check-cashless-cable': CheckCable,
  'clear-reader': ClearReader,
  'check-reader-cable': CheckCable,
  'check-line-cable': CheckCable,
  'check-router-lamp': RouterLamp,
  'call-center': Telephone,
  'wait-for-center': Waiting,
  'restart-terminal': Restart,
  'take-card-out': TakeCard,
  'take-paper-out': TakePaper,
  'do-not-read-or-destroy': Cover,
};
