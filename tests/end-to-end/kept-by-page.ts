/** Everything a page can keep of anybody, read by the page itself: stores, caches, cookies, title, history, words. */
import type { Page } from 'playwright-core';
import * as v from 'valibot';

export const PLACES = [
  'title',
  'address',
  'words',
  'window name',
  'history',
  'local storage',
  'session storage',
  'databases',
  'caches',
  'cookies',
] as const;

/** Each place and what stands in it as text; empty where nothing does. */
const AllPlacesSchema = v.strictObject(v.entriesFromList(PLACES, v.string()));
export type KeptByPage = Readonly<v.InferOutput<typeof AllPlacesSchema>>;
const InsideSchema = v.omit(AllPlacesSchema, ['cookies']);

/** Runs in the page, which is not of this program's world: hence text. */
const LOOK_INSIDE = `(async () => {
  const contents = (storage) => (storage.length === 0 ? '' : JSON.stringify({ ...storage }));
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let databases = '';
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    databases += name;
    for (const store of database.objectStoreNames)
      databases += store + JSON.stringify(await done(database.transaction(store).objectStore(store).getAll()));
    database.close();
  }
  let cached = '';
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    cached += name;
    for (const request of await cache.keys())
      cached += decodeURIComponent(request.url) + (await (await cache.match(request)).text());
  }
  return {
    title: document.title,
    address: decodeURIComponent(location.href),
    words: document.documentElement.outerHTML,
    'window name': window.name,
    history: history.state === null ? '' : JSON.stringify(history.state),
    'local storage': contents(localStorage),
    'session storage': contents(sessionStorage),
    databases,
    caches: cached,
  };
})()`;

export async function keptByPage(page: Page): Promise<KeptByPage> {
  const cookies = await page.context().cookies();
  const inside = v.parse(InsideSchema, await page.evaluate(LOOK_INSIDE));
  return { ...inside, cookies: cookies.length === 0 ? '' : JSON.stringify(cookies) };
}

/** Leaves a text wherever a careless page could, but for address and cookies, which are not the page's own to give. */
export async function plantInPage(page: Page, text: string): Promise<void> {
  await page.evaluate(`(async (text) => {
    document.title = text;
    window.name = text;
    history.replaceState(text, '');
    localStorage.setItem('planted', text);
    sessionStorage.setItem('planted', text);
    await (await caches.open('planted')).put('/planted', new Response(text));
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open('planted');
      opening.onupgradeneeded = () => opening.result.createObjectStore('planted', { autoIncrement: true }).add(text);
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
      opening.onerror = () => reject(opening.error);
    });
  })(${JSON.stringify(text)})`);
}
