/**
 * Where a touch goes. The staff gesture and the operator's own touches are heard before a visit hears anything: a resident's screen
 * cannot keep a clerk out, and a clerk's touch never reaches a visit.
 */
import type { ScreenOptions, UiEvent } from '../snapshot.ts';
import type { Apology } from './apology.ts';
import type { OperatorOffice } from './operator-office.ts';
import type { VisitSlot } from './visit-slot.ts';

type TerminalTouch =
  | { type: 'UI.start' }
  | { type: 'UI.language'; language: 'ja' | 'en' }
  | { type: 'UI.options'; options: ScreenOptions };

export function touchRoute(o: {
  office: OperatorOffice;
  slot: VisitSlot;
  apology: Apology;
  terminal: (event: TerminalTouch) => void;
}): (event: UiEvent, current: boolean) => void {
  return (event, current) => {
    const { action } = event;
    if (action.type === 'staff') o.office.open('gesture');
    else if (o.office.isOpen()) {
      if (current) o.office.touch(action);
    } else if (o.apology.isShown()) {
      if (current) o.apology.acknowledge();
    } else if (o.slot.isBusy()) o.slot.touch(event);
    else if (!current) return;
    else if (action.type === 'start') o.terminal({ type: 'UI.start' });
    else if (action.type === 'options') o.terminal({ ...action, type: 'UI.options' });
    else if (action.type === 'language') o.terminal({ type: 'UI.language', language: action.language });
  };
}
