/** What this machine is and whose work is in it, in the place of the settings it was opened from. */
import { Component, createRef, type VNode } from 'preact';
import type { Snapshot } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { CREDITS } from '../texts/credits.ts';
import type { Texts } from '../texts/texts.ts';

export interface AboutPanelProps {
  snapshot: Snapshot;
  texts: Texts;
  /** Something lies over it. */
  covered: boolean;
  onClose: () => void;
}

/** Names of others stand as they write them, in every language. */
const Names = ({ children }: { children: string }): VNode => <span lang="en">{children}</span>;

export class AboutPanel extends Component<AboutPanelProps> {
  private readonly heading = createRef<HTMLHeadingElement>();

  override componentDidMount(): void {
    this.heading.current?.focus({ preventScroll: true });
  }

  override render({ snapshot: { screen }, texts, covered, onClose }: AboutPanelProps): VNode {
    const { about, outOfService } = texts;
    return (
      <div class="options" inert={covered}>
        <div class="options-card about" role="dialog" aria-modal="true" aria-labelledby="about-heading">
          <h2 class="heading" id="about-heading" tabIndex={-1} ref={this.heading}>
            <Icon sign="information" /> {about.heading}
          </h2>
          <p class="options-lead">{about.purpose}</p>
          <ScrollRegion label={about.heading} texts={texts}>
            <dl class="about-facts">
              {screen.name === 'out-of-service' ? (
                <>
                  <dt>{outOfService.terminal}</dt>
                  <dd>{screen.terminalId}</dd>
                  <dt>{outOfService.build}</dt>
                  <dd>{screen.build}</dd>
                </>
              ) : null}
              <dt>{about.voice}</dt>
              <dd>
                <Names>{CREDITS.voice}</Names>
                <p>{about.voiceChanged}</p>
              </dd>
              <dt>{about.otherVoices}</dt>
              <dd>
                <Names>{CREDITS.otherVoices}</Names>
              </dd>
              <dt>{about.typefaces}</dt>
              <dd>
                <Names>{CREDITS.typefaces}</Names>
              </dd>
              <dt>{about.software}</dt>
              <dd>
                <Names>{CREDITS.software}</Names>
                <p>{about.notices}</p>
              </dd>
            </dl>
          </ScrollRegion>
          <div class="closes">
            <Button rank="primary" sign="back" onPress={onClose}>
              {about.back}
            </Button>
          </div>
        </div>
      </div>
    );
  }
}
