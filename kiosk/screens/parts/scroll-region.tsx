/**
 * Contents that may be longer than the screen, with large buttons to move them: no resident has to know how to swipe.
 * Where they stand is the browser's own affair; nothing is remembered here.
 */
import { Component, type ComponentChildren, createRef, type VNode } from 'preact';
import type { Texts } from '../texts/texts.ts';
import { Button } from './button.tsx';

export interface ScrollRegionProps {
  label: string;
  texts: Texts;
  children: ComponentChildren;
}

/** How much of the visible part one press moves; the rest stays as a landmark. */
const SHARE_PER_PRESS = 0.8;

export class ScrollRegion extends Component<ScrollRegionProps, { overflows: boolean }> {
  private readonly region = createRef<HTMLElement>();
  override state = { overflows: false };

  override componentDidMount(): void {
    this.measure();
  }

  override componentDidUpdate(): void {
    this.measure();
  }

  private measure(): void {
    const region = this.region.current;
    if (region === null) return;
    const overflows = region.scrollHeight > region.clientHeight + 1;
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1); one that does not is no stop on the way.
    region.tabIndex = overflows ? 0 : -1;
    if (overflows !== this.state.overflows) this.setState({ overflows });
  }

  private move(direction: 1 | -1): void {
    const region = this.region.current;
    region?.scrollBy({ top: direction * region.clientHeight * SHARE_PER_PRESS });
  }

  override render({ label, texts, children }: ScrollRegionProps): VNode {
    return (
      <div class="scroll">
        <section class="scroll-region" aria-label={label} ref={this.region} data-scrolls>
          {children}
        </section>
        {this.state.overflows ? (
          <div class="scroll-buttons">
            <Button rank="plain" sign="up" onPress={() => this.move(-1)}>
              {texts.controls.scrollUp}
            </Button>
            <Button rank="plain" sign="down" onPress={() => this.move(1)}>
              {texts.controls.scrollDown}
            </Button>
          </div>
        ) : null}
      </div>
    );
  }
}
