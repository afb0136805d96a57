/** Touches as the operator's machine hears them; what no operator's screen offers is nothing. */
import type { UiAction } from '../snapshot.ts';
import type { OperatorTouch } from './machine/operator-types.ts';

/** The machine's event for a schema-checked action, or null. */
export function operatorTouch(action: UiAction): OperatorTouch | null {
  switch (action.type) {
    case 'next':
    case 'back':
    case 'cancel':
    case 'erase-digit':
    case 'more-time':
    case 'operator-lock':
      return { type: `UI.${action.type}` };
    case 'digit':
      return { type: 'UI.digit', digit: action.digit };
    case 'operator-fault':
      return { type: 'UI.operator-fault', fault: action.fault };
    case 'operator-task':
      return { type: 'UI.operator-task', task: action.task };
    case 'operator-answer':
      return { type: 'UI.operator-answer', answer: action.answer };
    case 'start':
    case 'agree':
    case 'choose-kind':
    case 'choose-municipality':
    case 'choose-copies':
    case 'pay':
    case 'misprint':
    case 'reveal':
    case 'help':
    case 'close-help':
    case 'staff':
    case 'language':
    case 'options':
    case 'stop-voice':
    case 'voice-report':
      return null;
    default: {
      const never: never = action;
      throw new Error(`Unknown action ${JSON.stringify(never)}`);
    }
  }
}
