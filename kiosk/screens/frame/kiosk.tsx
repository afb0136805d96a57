/**
 * One whole screen: name of the service, progress, the view of the snapshot, bottom bar; settings, help and idle warning over them.
 * Besides the snapshot it knows only whether the settings lie open and how far a list is narrowed, both for one screen.
 */
import { Component, type VNode } from 'preact';
import type { Snapshot, UiAction } from '../../snapshot.ts';
import type { SpokenGuide } from '../../voice/index.ts';
import { Mark } from '../drawings/mark.tsx';
import type { Filter } from '../municipality-filter.ts';
import { isOperatorScreen } from '../screen-of.ts';
import { spokenButton, spokenScript } from '../spoken/spoken-script.ts';
import { type PageState, spokenText } from '../spoken/spoken-text.ts';
import { stepOf } from '../steps.ts';
import { helpOf } from '../texts/help-of.ts';
import { TEXTS } from '../texts/index.ts';
import { viewOf } from '../views/index.ts';
import { AboutPanel } from './about-panel.tsx';
import { Controls } from './controls.tsx';
import { fitText } from './fit-text.ts';
import { focusedButton } from './focused-button.ts';
import { HelpPanel } from './help-panel.tsx';
import { IdentifySign } from './identify-sign.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { listenToKeypad } from './keypad.ts';
import { OptionsPanel } from './options-panel.tsx';
import { Progress } from './progress.tsx';
import { ScreenSaver } from './screen-saver.tsx';
import { StaffCorner } from './staff-corner.tsx';

export interface KioskProps {
  snapshot: Snapshot;
  act: (action: UiAction) => void;
  /** What speaks while spoken guidance is on; the page itself has no voice. */
  guide?: SpokenGuide | undefined;
}

interface KioskState {
  /** The screen the settings were opened on; they close with it. */
  optionsOn: number | null;
  /** What the machine says about itself stands in the place of the settings. */
  aboutOpen: boolean;
  narrowed: { screenSeq: number; filter: Filter } | null;
  /** How often the same thing was to be said again. */
  repeats: number;
}

/** How a screen that has waited too long is ended at once: a clerk who is signed in locks, everybody else stops. */
function endOf({ screen, allows }: Snapshot): UiAction | null {
  if (isOperatorScreen(screen.name) && screen.name !== 'operator-code') return { type: 'operator-lock' };
  return allows.cancel ? { type: 'cancel' } : null;
}

const NOT_NARROWED: Filter = { prefecture: null, row: null };

export class Kiosk extends Component<KioskProps, KioskState> {
  override state: KioskState = { optionsOn: null, aboutOpen: false, narrowed: null, repeats: 0 };
  private stopKeypad = (): void => {};
  private lastSaid = '';

  override componentDidMount(): void {
    this.stopKeypad = listenToKeypad(document, {
      numbersShown: () => this.props.snapshot.options.spokenGuidance,
      repeat: this.repeat,
      moved: this.sayButton,
    });
    fitText(document);
    this.sayWhatIsNew();
  }

  override componentDidUpdate(_: KioskProps, before: KioskState): void {
    fitText(document);
    this.sayWhatIsNew();
    const { screenSeq } = this.props.snapshot;
    const settingsStay = before.optionsOn === screenSeq && this.state.optionsOn === screenSeq;
    if (settingsStay && before.aboutOpen && !this.state.aboutOpen) {
      document.querySelector<HTMLElement>('.opens-about button')?.focus({ preventScroll: true });
    }
    if (before.optionsOn === screenSeq && this.state.optionsOn === null) {
      document.querySelector<HTMLElement>('.controls-options button')?.focus({ preventScroll: true });
    }
  }

  override componentWillUnmount(): void {
    this.stopKeypad();
    this.props.guide?.silence();
  }

  private readonly openOptions = (): void =>
    this.setState({ optionsOn: this.props.snapshot.screenSeq, aboutOpen: false });
  private readonly closeOptions = (): void => this.setState({ optionsOn: null });
  private readonly openAbout = (): void => this.setState({ aboutOpen: true });
  private readonly closeAbout = (): void => this.setState({ aboutOpen: false });
  private readonly narrow = (filter: Filter): void =>
    this.setState({ narrowed: { screenSeq: this.props.snapshot.screenSeq, filter } });

  /** The star key: begins the spoken guidance, or says everything again. */
  private readonly repeat = (): void => {
    const { snapshot, act } = this.props;
    if (!snapshot.options.spokenGuidance) {
      act({ type: 'options', options: { ...snapshot.options, spokenGuidance: true } });
      return;
    }
    this.setState(({ repeats }) => ({ repeats: repeats + 1 }));
    this.say('again');
  };

  private pageState(): PageState {
    const { screenSeq } = this.props.snapshot;
    const { narrowed, optionsOn, aboutOpen } = this.state;
    return {
      narrowed: narrowed?.screenSeq === screenSeq ? narrowed.filter : NOT_NARROWED,
      open: optionsOn === screenSeq ? (aboutOpen ? 'about' : 'settings') : null,
    };
  }

  private spoken(): string {
    const { snapshot } = this.props;
    return snapshot.options.spokenGuidance ? spokenText(snapshot, this.pageState()) : '';
  }

  private readonly sayButton = (): void => {
    const { snapshot, guide } = this.props;
    const button = snapshot.options.spokenGuidance ? focusedButton(document) : null;
    const line = button === null ? null : spokenButton(snapshot, button, this.pageState());
    if (line !== null) guide?.button(snapshot, line);
  };

  private say(again?: 'again'): void {
    const { snapshot, guide } = this.props;
    if (snapshot.options.spokenGuidance) guide?.screen(snapshot, spokenScript(snapshot, this.pageState()), again);
    else guide?.silence();
  }

  private sayWhatIsNew(): void {
    const { screenSeq } = this.props.snapshot;
    const text = this.spoken();
    const now = text === '' ? '' : `${screenSeq} ${text}`;
    if (now === this.lastSaid) return;
    this.lastSaid = now;
    this.say();
  }

  override render({ snapshot, act }: KioskProps, { optionsOn, aboutOpen, repeats }: KioskState): VNode {
    const { screen, language, allows, idleWarningSeconds } = snapshot;
    const texts = TEXTS[language];
    const step = stepOf(screen);
    const warning = idleWarningSeconds !== null;
    const points = snapshot.help ? helpOf(screen.name, texts) : null;
    const optionsOpen = optionsOn === snapshot.screenSeq;
    return (
      <div class="kiosk" data-screen={screen.name}>
        {/* What lies under the warning, the settings or the help cannot be touched, focused or read out while they stand. */}
        <div class="kiosk-body" inert={warning || optionsOpen || points !== null}>
          {snapshot.identify === undefined ? (
            <header class="banner">
              <Mark />
              <span class="banner-name">
                {isOperatorScreen(screen.name) ? texts.operator.banner : texts.serviceName}
              </span>
            </header>
          ) : (
            <IdentifySign terminalId={snapshot.identify} words={texts.identify} />
          )}
          {step === null ? null : <Progress step={step} texts={texts} />}
          <div class="kiosk-stage" key={snapshot.screenSeq}>
            {viewOf(screen.name, { screen, language, texts, act, canCancel: allows.cancel, onNarrow: this.narrow })}
          </div>
          <Controls snapshot={snapshot} texts={texts} act={act} onOptions={this.openOptions} />
        </div>
        {points === null ? null : (
          <HelpPanel points={points} texts={texts} act={act} covered={warning || optionsOpen} />
        )}
        {optionsOpen && aboutOpen ? (
          <AboutPanel snapshot={snapshot} texts={texts} covered={warning} onClose={this.closeAbout} />
        ) : null}
        {optionsOpen && !aboutOpen ? (
          <OptionsPanel
            snapshot={snapshot}
            texts={texts}
            act={act}
            covered={warning}
            onAbout={this.openAbout}
            onClose={this.closeOptions}
          />
        ) : null}
        {warning ? (
          <IdleWarning
            seconds={idleWarningSeconds}
            texts={isOperatorScreen(screen.name) ? texts.operator.idle : texts.idle}
            act={act}
            end={endOf(snapshot)}
          />
        ) : null}
        {/* For screen readers and braille; the words are there only while somebody has asked for them. */}
        <div class="spoken-only" aria-live="polite">
          <p key={repeats}>{this.spoken()}</p>
        </div>
        {screen.name === 'attract' && snapshot.identify === undefined ? <ScreenSaver key={snapshot.screenSeq} /> : null}
        <StaffCorner onHeld={() => act({ type: 'staff' })} />
      </div>
    );
  }
}
