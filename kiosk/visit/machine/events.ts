/**
 * Touches as the machines hear them: each action of a screen becomes an event `UI.<action>`.
 */
import type { UiAction } from '../../snapshot.ts';

type Prefixed<A extends UiAction> = A extends { type: infer T extends string }
  ? Omit<A, 'type'> & { type: `UI.${T}` }
  : never;
/** Touches of the store operator and what a page says of its sound: the host hears them, a visit never does. */
type HostAction = Extract<UiAction, { type: 'staff' | 'voice-report' | `operator-${string}` }>;
export type TouchEvent = Prefixed<Exclude<UiAction, HostAction>>;

/** Turns a schema-checked action into the machines' event; null for what is not the visit's to hear. */
export function touchEvent(action: UiAction): TouchEvent | null {
  switch (action.type) {
    case 'start':
    case 'agree':
    case 'back':
    case 'cancel':
    case 'next':
    case 'erase-digit':
    case 'pay':
    case 'misprint':
    case 'more-time':
    case 'reveal':
    case 'help':
    case 'stop-voice':
    case 'close-help':
      return { type: `UI.${action.type}` };
    case 'choose-kind':
      return { type: 'UI.choose-kind', kind: action.kind };
    case 'digit':
      return { type: 'UI.digit', digit: action.digit };
    case 'choose-municipality':
      return { type: 'UI.choose-municipality', code: action.code };
    case 'choose-copies':
      return { type: 'UI.choose-copies', copies: action.copies };
    case 'language':
      return { type: 'UI.language', language: action.language };
    case 'options':
      return { type: 'UI.options', options: action.options };
    case 'staff':
    case 'operator-fault':
    case 'operator-task':
    case 'operator-answer':
    case 'operator-lock':
    case 'voice-report':
      return null;
    default: {
      const never: never = action;
      throw new Error(`Unknown action ${JSON.stringify(never)}`);
    }
  }
}
