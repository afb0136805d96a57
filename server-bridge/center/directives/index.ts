/** What terminals have to obey: composed for each, signed, changed by two people, the same on every node. */
export type { ChangeDesk, DecisionError, DraftError, SuspendError } from './change-desk.ts';
export {
  type ChangePatch,
  type DirectChange,
  type DirectiveContent,
  DirectiveContentSchema,
  type DirectivePatch,
  DirectivePatchSchema,
  InitialDirectiveSchema,
} from './directive-content.ts';
export type { DirectiveChangeError, DirectiveInForce, DirectiveKeeper } from './directive-keeper.ts';
export { type Directives, openDirectives } from './open-directives.ts';
