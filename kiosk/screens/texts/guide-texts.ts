/** The words of everything that makes the screens usable for everybody: settings, keypad, spoken guidance, waiting, screen saver. */
import type { ScreenOptions } from '../../snapshot.ts';

export type OptionName = keyof ScreenOptions;

export interface GuideTexts {
  /** What each setting does, in a few words under its name. */
  details: Record<OptionName, string>;
  /** Said under the heading of the settings. */
  lead: string;
  close: string;
  /** Over price and times on the first screen. */
  fee: string;
  hours: string;
  /** The PIN that is not meant, although it has four digits too. */
  notThisPin: string;
  /** On the dark screen nobody has touched for minutes. */
  wake: string;
  /** While the machine works: what the moving bar means, and what is said after a while. */
  working: string;
  stillWorking: string;
  /** Spoken: a choice and the number that takes it. */
  choice: (number: number, label: string) => string;
  /** Spoken after the choices: what the keys do. */
  keysChoose: string;
  keysType: string;
  keysMove: string;
  /** Spoken where nothing is to be pressed. */
  nothingToPress: string;
  /** Spoken: a choice that cannot be taken now. */
  unavailable: (label: string) => string;
}
