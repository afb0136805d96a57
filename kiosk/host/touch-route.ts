/**
 * Where a touch goes. The staff gesture and the operator's own touches are heard before a visit hears anything: a resident's screen
 * cannot keep a clerk out, and a clerk's touch never reaches a visit.
 */
import type { UiAction, UiEvent } from '../snapshot.ts';
import type { TerminalTouch } from '../terminal/index.ts';
import type { Apology } from './apology.ts';
import type { OperatorOffice } from './operator-office.ts';
import type { VisitSlot } from './visit-slot.ts';
import type { VoiceHealth } from './voice-health.ts';

export function touchRoute(o: {
  office: OperatorOffice;
  slot: VisitSlot;
  apology: Apology;
  voice: Pick<VoiceHealth, 'hear'>;
  terminal: (event: TerminalTouch) => void;
}): (event: UiEvent, current: boolean) => void {
  return (event, current) => {
    const { action } = event;
    const choice = choiceIn(action);
    // No touch: whichever screen it was said on, and whatever stands there now.
    if (action.type === 'voice-report') o.voice.hear(action.code);
    else if (action.type === 'staff') o.office.open('gesture');
    else if (o.office.isOpen()) {
      if (current) o.office.touch(action);
    } else if (o.apology.isShown()) {
      if (!current) return;
      if (choice === null) o.apology.acknowledge();
      else {
        o.terminal(choice);
        o.apology.repaint();
      }
    } else if (o.slot.isBusy()) {
      o.slot.touch(event);
      // The terminal speaks in the same language, at the same pace, should the visit break off. Its voice is the visit's.
      if (current && choice !== null && choice.type !== 'UI.stop-voice') o.terminal(choice);
    } else if (!current) return;
    else if (action.type === 'start') o.terminal({ type: 'UI.start' });
    else if (choice !== null) o.terminal(choice);
  };
}

/** What can be chosen on any screen, and changes nothing but how it is shown and said. */
function choiceIn(action: UiAction): TerminalTouch | null {
  switch (action.type) {
    case 'language':
      return { type: 'UI.language', language: action.language };
    case 'options':
      return { type: 'UI.options', options: action.options };
    case 'stop-voice':
      return { type: 'UI.stop-voice' };
    default:
      return null;
  }
}
