/**
 * The machine works and nobody knows for how long: a bar that moves, and from time to time a word that it still goes on, seen and
 * read out.
 */
import { Component, type VNode } from 'preact';
import { STILL_WORKING_AFTER_MS } from '../page-delays.ts';
import type { Texts } from '../texts/texts.ts';

export class Working extends Component<{ texts: Texts }, { long: boolean }> {
  override state = { long: false };
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount(): void {
    this.timer = setTimeout(() => this.setState({ long: true }), STILL_WORKING_AFTER_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  override render({ texts: { guide } }: { texts: Texts }, { long }: { long: boolean }): VNode {
    return (
      <div class="working">
        <div class="working-bar" role="progressbar" aria-label={guide.working}>
          <span />
        </div>
        <p class="working-words" role="status">
          {long ? guide.stillWorking : guide.working}
        </p>
      </div>
    );
  }
}
