/**
 * The frame of a screen's contents: what it says and shows above, what can be done below, within reach from a wheelchair.
 */
import type { ComponentChildren, VNode } from 'preact';
import { Machine, type MachinePlace } from '../drawings/machine.tsx';

export interface StageProps {
  heading: string;
  /** Said in one or two sentences under the heading. */
  lead?: ComponentChildren;
  drawing?: VNode;
  /** Where on the machine the hands are to go; marked on a small picture of it beside the drawing. */
  where?: readonly MachinePlace[];
  /** Further contents between words and choices. */
  children?: ComponentChildren;
  /** The choices; a screen on which the resident only waits or acts on the machine has none. */
  actions?: ComponentChildren;
  /** Changes how the two halves share the room; see `styles/stage.css`. */
  layout?: 'plain' | 'wide-actions' | 'wide-contents';
}

export function Stage({ heading, lead, drawing, where = [], children, actions, layout = 'plain' }: StageProps): VNode {
  return (
    <main class={`stage stage-${layout}`}>
      <div class="stage-side">
        <div class="stage-words">
          <h1 class="heading" tabIndex={-1}>
            {heading}
          </h1>
          {lead === undefined ? null : <p class="lead">{lead}</p>}
        </div>
        {children === undefined ? null : <div class="stage-details">{children}</div>}
      </div>
      <div class="stage-side">
        {drawing === undefined ? null : (
          <div class={where.length === 0 ? 'stage-drawing' : 'stage-drawing stage-drawing-where'}>
            {drawing}
            {where.length === 0 ? null : <Machine places={where} />}
          </div>
        )}
        {actions === undefined ? null : <div class="stage-actions">{actions}</div>}
      </div>
    </main>
  );
}
