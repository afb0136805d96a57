/**
 * No service: since when, which machine, why, and what a resident can do. In every language at once, because nobody is there
 * whose language it could be: in two of them whole, in the others what to do.
 */
import type { VNode } from 'preact';
import { LANGUAGES, type OutOfServiceCause } from '../../snapshot.ts';
import { AddPaper } from '../drawings/add-paper.tsx';
import { CallStaff } from '../drawings/call-staff.tsx';
import { CloseCover } from '../drawings/close-cover.tsx';
import { LineDown } from '../drawings/line-down.tsx';
import { Maintenance } from '../drawings/maintenance.tsx';
import { TakeCard } from '../drawings/take-card.tsx';
import { TakePaper } from '../drawings/take-paper.tsx';
import { Restart } from '../drawings/terminal-steps.tsx';
import { Waiting } from '../drawings/waiting.tsx';
import { japaneseTime } from '../japanese-time.ts';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { TEXTS } from '../texts/index.ts';
import type { ViewProps } from '../view.ts';

const DRAWINGS: Record<OutOfServiceCause, () => VNode> = {
  starting: Waiting,
  restarting: Restart,
  maintenance: Maintenance,
  'out-of-hours': Waiting,
  'suspended-by-center': Waiting,
  'no-directive': Waiting,
  'line-down': LineDown,
  clock: Waiting,
  'right-person': Waiting,
  'needs-staff-paper': AddPaper,
  'needs-staff-jam': CallStaff,
  'needs-staff-cover': CloseCover,
  'needs-staff-toner': CallStaff,
  'needs-staff-printer': CallStaff,
  'needs-staff-receipt-roll': CallStaff,
  'needs-staff-receipt': CallStaff,
  'needs-staff-reader': CallStaff,
  'needs-staff-coin-jam': CallStaff,
  'needs-staff-no-change': CallStaff,
  'needs-staff-coin-box': CallStaff,
  'needs-staff-money': CallStaff,
  'needs-staff-card-left': TakeCard,
  'needs-staff-paper-left': TakePaper,
};

export function OutOfServiceView({ screen, language, texts }: ViewProps<'out-of-service'>): VNode {
  const { cause, hours, refundOwedYen } = screen;
  const words = texts.outOfService;
  const other = language === 'ja' ? 'en' : 'ja';
  const otherWords = TEXTS[other].outOfService;
  const further = LANGUAGES.filter((one) => one !== language && one !== other);
  const Drawing = DRAWINGS[cause];
  return (
    <Stage
      heading={words.heading}
      lead={`${words.causes[cause].happened} ${words.causes[cause].next}`}
      drawing={<Drawing />}
      actions={
        <>
          {further.map((one) => {
            const { heading, causes, refundOwed } = TEXTS[one].outOfService;
            return (
              <p class="other-language" key={one} lang={one}>
                <span class="other-heading">{heading}</span>{' '}
                <span>{refundOwedYen === 0 ? causes[cause].next : refundOwed(refundOwedYen)}</span>
              </p>
            );
          })}
          <dl class="machine-facts">
            <dt>{words.time}</dt>
            <dd>{japaneseTime(screen.at)}</dd>
            <dt>{words.terminal}</dt>
            <dd>{screen.terminalId}</dd>
            <dt>{words.build}</dt>
            <dd>{screen.build}</dd>
          </dl>
        </>
      }
    >
      {refundOwedYen === 0 ? null : (
        <Notice tone="warning">
          <p>{words.refundOwed(refundOwedYen)}</p>
          <p lang={other}>{otherWords.refundOwed(refundOwedYen)}</p>
        </Notice>
      )}
      {hours === null ? null : <p class="closed-hours">{words.hours(hours.from, hours.to)}</p>}
      <div class="other-language" lang={other}>
        <p class="other-heading">{otherWords.heading}</p>
        <p>
          {otherWords.causes[cause].happened} {otherWords.causes[cause].next}
        </p>
      </div>
    </Stage>
  );
}
