import { describe, expect, it } from 'vitest';
import { countryOfState } from './issuing-states.ts';

describe('issuing states', () => {
  it.each([
    ['JPN', 'JP'],
    ['D', 'DE'],
    ['USA', 'US'],
    ['CHN', 'CN'],
    ['KOR', 'KR'],
    ['GBR', 'GB'],
    ['GBD', 'GB'],
    ['ZWE', 'ZW'],
    ['AFG', 'AF'],
    ['UNO', 'UN'],
    ['UTO', 'UT'],
  ])('%s is %s', (state, country) => {
    expect(countryOfState(state)).toBe(country);
  });

  it.each(['', 'DEU<', 'XXA', 'JP', 'jpn', 'constructor', '__proto__', 'toString'])('"%s" issues nothing', (state) => {
    expect(countryOfState(state)).toBeUndefined();
  });
});
