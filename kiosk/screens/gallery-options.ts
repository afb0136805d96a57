/** Samples of the settings: open over screens, each of them on, and the voice stopped. */
import { type ScreenOptions, USUAL_OPTIONS } from '../snapshot.ts';
import type { Sample } from './gallery-sample.ts';

const ALL_ON: ScreenOptions = {
  largeText: true,
  highContrast: true,
  slowPace: true,
  lowControls: true,
  spokenGuidance: true,
};
const isOption = (name: string): name is keyof ScreenOptions => Object.hasOwn(USUAL_OPTIONS, name);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const PIN = { name: 'pin', digits: 1, triesLeft: 3, wrong: false } as const;
const ATTRACT = {
  name: 'attract',
  priceYen: 120,
  kinds: ['domestic', 'overseas'],
  means: ['coins', 'cashless'],
  hours: { from: '06:30', to: '23:00' },
  notice: null,
} as const;

export const OPTION_SAMPLES: readonly Sample[] = [
  {
    variant: 'settings',
    screen: { ...ATTRACT, kinds: [...ATTRACT.kinds], means: [...ATTRACT.means] },
    optionsOpen: true,
  },
  {
    variant: 'about',
    screen: { ...ATTRACT, kinds: [...ATTRACT.kinds], means: [...ATTRACT.means] },
    optionsOpen: true,
    aboutOpen: true,
  },
  { variant: 'settings', screen: PIN, cancel: true, optionsOpen: true },
  { variant: 'settings-all-on', screen: PIN, cancel: true, optionsOpen: true, options: ALL_ON },
  { variant: 'settings', screen: { name: 'take-card', reason: 'done' }, optionsOpen: true },
  ...Object.keys(USUAL_OPTIONS)
    .filter(isOption)
    .map(
      (name): Sample => ({
        variant: kebab(name),
        screen: { name: 'kind', kinds: ['domestic', 'overseas'] },
        cancel: true,
        options: { [name]: true },
      }),
    ),
  { variant: 'voice-stopped', screen: { name: 'take-card', reason: 'done' }, voiceStopped: true },
];
