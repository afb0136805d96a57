/** The words of what the machine says about itself, in English. */
import type { AboutTexts } from './about-texts.ts';

export const ABOUT_EN: AboutTexts = {
  heading: 'About this machine',
  purpose: 'This machine uses your My Number card to print COVID-19 vaccination certificates.',
  voice: 'Japanese voice',
  voiceChanged: 'Its clips were cut and brought to one loudness. Its makers do not endorse this service.',
  otherVoices: 'Voices of other languages',
  typefaces: 'Typefaces',
  software: 'Software',
  notices: 'It also uses the software of others. Their names and terms are listed in the documents that come with it.',
  back: 'Back to the settings',
};
