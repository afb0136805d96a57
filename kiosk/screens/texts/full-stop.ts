/** How a sentence ends in a language; for tests. */
import type { Language } from '../../snapshot.ts';

export function fullStop(language: Language): RegExp {
  return language === 'ja' || language === 'zh' ? /。$/ : /\.$/;
}
