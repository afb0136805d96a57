/** The help for a screen; screens on which nobody is in a visit have none. */
import type { ScreenName } from '../../snapshot.ts';
import type { HelpScreen, Texts } from './texts.ts';

function hasHelp(name: ScreenName, screens: Texts['help']['screens']): name is HelpScreen {
  return Object.hasOwn(screens, name);
}

/** Its sentences in reading order, or `null`. */
export function helpOf(name: ScreenName, { help }: Texts): readonly string[] | null {
  return hasHelp(name, help.screens) ? help.screens[name] : null;
}
