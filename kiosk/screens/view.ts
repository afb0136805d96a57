/**
 * What every view is given. A view is a pure function of the last snapshot; a touch becomes one `UiAction`.
 */
import type { VNode } from 'preact';
import type { Language, ScreenName, UiAction } from '../snapshot.ts';
import type { Filter } from './municipality-filter.ts';
import type { ScreenOf } from './screen-of.ts';
import type { Texts } from './texts/texts.ts';

export type Act = (action: UiAction) => void;

export interface ViewProps<N extends ScreenName> {
  screen: ScreenOf<N>;
  language: Language;
  texts: Texts;
  act: Act;
  /** Whether the bottom bar offers to stop; some texts point to it. */
  canCancel: boolean;
  /** Told how far a list has been narrowed, for what is said aloud. */
  onNarrow: (filter: Filter) => void;
}

export type View<N extends ScreenName> = (props: ViewProps<N>) => VNode;
