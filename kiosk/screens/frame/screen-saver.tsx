/**
 * After some minutes without a touch the attract screen goes dark, so that nothing burns in: a mark and a few words drift slowly
 * over it. Nothing flashes; where less motion is asked for they only change their place now and then. Any touch or key wakes the
 * screen, and does nothing else.
 */
import { Component, type VNode } from 'preact';
import { LANGUAGES } from '../../snapshot.ts';
import { Mark } from '../drawings/mark.tsx';
import { SAVER_AFTER_MS } from '../page-delays.ts';
import { TEXTS } from '../texts/index.ts';

/** A finger that wakes the screen must not press what lies under it. */
const WAKING = ['pointerdown', 'keydown'] as const;

export class ScreenSaver extends Component<object, { dark: boolean }> {
  override state = { dark: false };
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount(): void {
    for (const type of WAKING) window.addEventListener(type, this.onTouch, { capture: true });
    this.wait();
  }

  override componentWillUnmount(): void {
    for (const type of WAKING) window.removeEventListener(type, this.onTouch, { capture: true });
    clearTimeout(this.timer);
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.setState({ dark: true }), SAVER_AFTER_MS);
  }

  private readonly onTouch = (event: Event): void => {
    this.wait();
    if (!this.state.dark) return;
    if (event.type === 'keydown') {
      event.stopPropagation();
      event.preventDefault();
      this.setState({ dark: false });
    } else if (event.target instanceof Element && event.target.closest('.saver') === null) {
      // The corner of the staff lies over the dark, and is heard all the same.
      this.setState({ dark: false });
    }
  };

  /** The end of the touch, not its beginning: what lies underneath must not hear the rest of it. */
  private readonly wake = (): void => this.setState({ dark: false });

  override render(_: object, { dark }: { dark: boolean }): VNode | null {
    if (!dark) return null;
    return (
      <div class="saver" aria-hidden="true" onClick={this.wake}>
        <div class="saver-drift">
          <div class="saver-words">
            <Mark />
            {LANGUAGES.map((language) => (
              <p key={language} lang={language}>
                {TEXTS[language].guide.wake}
              </p>
            ))}
          </div>
        </div>
      </div>
    );
  }
}
