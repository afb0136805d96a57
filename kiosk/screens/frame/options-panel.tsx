/**
 * Display and voice, over any screen: what makes it usable for whoever stands there. A setting takes effect at once and shows that
 * it is on by its tick and as pressed. Its closing gives the focus back to where it was opened.
 */
import { Component, createRef, type VNode } from 'preact';
import type { ScreenOptions, Snapshot } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import type { OptionName } from '../texts/guide-texts.ts';
import type { Texts } from '../texts/texts.ts';
import type { Act } from '../view.ts';
import { Languages } from './languages.tsx';
import { OPTION_NAMES } from './option-names.ts';

export interface OptionsPanelProps {
  snapshot: Snapshot;
  texts: Texts;
  act: Act;
  /** Something lies over it. */
  covered: boolean;
  onAbout: () => void;
  onClose: () => void;
}

export class OptionsPanel extends Component<OptionsPanelProps> {
  private readonly heading = createRef<HTMLHeadingElement>();

  override componentDidMount(): void {
    this.heading.current?.focus({ preventScroll: true });
  }

  override render({
    snapshot: { language, options },
    texts,
    act,
    covered,
    onAbout,
    onClose,
  }: OptionsPanelProps): VNode {
    const { about, controls, guide } = texts;
    const choose = (name: OptionName) => (): void => {
      const changed: ScreenOptions = { ...options, [name]: !options[name] };
      act({ type: 'options', options: changed });
    };
    return (
      <div class="options" inert={covered}>
        <div class="options-card" role="dialog" aria-modal="true" aria-labelledby="options-heading">
          <h2 class="heading" id="options-heading" tabIndex={-1} ref={this.heading}>
            <Icon sign="options" /> {controls.options}
          </h2>
          <p class="options-lead">{guide.lead}</p>
          <Languages language={language} legend={controls.language} act={act} />
          <div class="options-list">
            {OPTION_NAMES.map((name) => (
              <Button key={name} rank="plain" pressed={options[name]} onPress={choose(name)}>
                <span class="option">
                  <span class="switch-box">{options[name] ? <Icon sign="check" /> : null}</span>
                  <span class="option-words">
                    <span class="option-name">{controls[name]}</span>
                    <span class="option-detail">{guide.details[name]}</span>
                  </span>
                </span>
              </Button>
            ))}
          </div>
          <div class="options-ends">
            <span class="opens-about">
              <Button rank="plain" sign="information" onPress={onAbout}>
                {about.heading}
              </Button>
            </span>
            <span class="closes">
              <Button rank="primary" sign="cancel" onPress={onClose}>
                {guide.close}
              </Button>
            </span>
          </div>
        </div>
      </div>
    );
  }
}
