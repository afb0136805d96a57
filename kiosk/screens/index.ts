/** The door of the screens for Node: what builds the page, a sample of every screen, and what each says. */
export { type BuiltScreens, buildScreens, type ScreensBuildFailure } from './build.ts';
export { type GalleryEntry, gallery } from './gallery.ts';
export { everySpokenLine, everySpokenPhrase, heardSnapshots } from './spoken/every-spoken-line.ts';
export { spokenText } from './spoken/spoken-text.ts';
export { VOICED, voiceCanBeStopped } from './voiced.ts';
