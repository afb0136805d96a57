/** What the machine says about itself, behind the settings. */
export interface AboutTexts {
  /** The button that opens it, and its heading. */
  heading: string;
  purpose: string;
  voice: string;
  /** CC BY 4.0 asks to say what was changed; nobody endorses anything. */
  voiceChanged: string;
  otherVoices: string;
  typefaces: string;
  software: string;
  /** Where the others are named whose work is in it. */
  notices: string;
  back: string;
}
