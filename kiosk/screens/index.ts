/** The door of the screens for Node: what builds the page, and a sample of every screen. */
export { type BuiltScreens, buildScreens, type ScreensBuildFailure } from './build.ts';
export { type GalleryEntry, gallery } from './gallery.ts';
