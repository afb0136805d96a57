/** The settings in the order they stand in the panel and are spoken in. */
import { USUAL_OPTIONS } from '../../snapshot.ts';
import type { OptionName } from '../texts/guide-texts.ts';

/** A setting that is missing here does not compile. */
const ORDER: Record<OptionName, number> = {
  largeText: 0,
  highContrast: 1,
  slowPace: 2,
  lowControls: 3,
  spokenGuidance: 4,
};
const isOption = (name: string): name is OptionName => Object.hasOwn(ORDER, name);
export const OPTION_NAMES = Object.keys(USUAL_OPTIONS)
  .filter(isOption)
  .toSorted((a, b) => ORDER[a] - ORDER[b]);
