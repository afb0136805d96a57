import { expect, test } from 'vitest';
import { terminalOfName } from './terminal-identity.ts';

test('exactly one name, of the terminal form', () => {
  expect(terminalOfName('URI:urn:kofu:terminal:KOFU-0001')).toBe('KOFU-0001');
});

test.each([
  undefined,
  '',
  'URI:urn:kofu:terminal:',
  'URI:urn:kofu:terminal:kofu-0001',
  'URI:urn:kofu:terminal:KOFU-0001, URI:urn:kofu:terminal:KOFU-0002',
  'DNS:localhost, URI:urn:kofu:terminal:KOFU-0001',
  'URI:urn:kofu:terminal:KOFU-0001, DNS:localhost',
  'URI:"urn:kofu:terminal:KOFU-0001\\u002c DNS:x"',
  'DNS:urn:kofu:terminal:KOFU-0001',
  'URI:urn:kofu:center:development',
])('%s names no terminal', (name) => {
  expect(terminalOfName(name)).toBeNull();
});
