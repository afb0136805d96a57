import { expect, test } from 'vitest';
import { createPasswordHashing } from './password-hashing.ts';

test('passwords are kept as argon2id with the parameters of OWASP, salted', async () => {
  const hashing = createPasswordHashing();
  const [one, other] = [
    (await hashing.hash('synthetic words'))._unsafeUnwrap(),
    (await hashing.hash('synthetic words'))._unsafeUnwrap(),
  ];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect((await hashing.verify(one, 'synthetic words'))._unsafeUnwrap()).toBe(true);
  expect((await hashing.verify(one, 'synthetic word'))._unsafeUnwrap()).toBe(false);
});

test('one password typed on two keyboards is one password', async () => {
  const hashing = createPasswordHashing();
  const hash = (await hashing.hash('ｶﾌﾞｼｷ synthetic Ａ１'))._unsafeUnwrap();
  expect((await hashing.verify(hash, 'カブシキ synthetic A1'))._unsafeUnwrap()).toBe(true);
});

test('what is no hash fits nothing', async () => {
  const hashing = createPasswordHashing();
  for (const wrong of ['', 'x', '$argon2id$v=19$m=19456,t=2,p=1$', '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA']) {
    expect((await hashing.verify(wrong, 'synthetic words'))._unsafeUnwrap()).toBe(false);
  }
});

test('beyond those that work and those that wait, one more is told so at once', async () => {
  const hashing = createPasswordHashing({ atOnce: 1, waiting: 2 });
  const done = await Promise.all([1, 2, 3, 4, 5].map(() => hashing.hash('synthetic words')));
  expect(done.map((one) => (one.isOk() ? 'hashed' : one.error.kind))).toEqual([
    'hashed',
    'hashed',
    'hashed',
    'busy',
    'busy',
  ]);
  expect((await hashing.hash('synthetic words')).isOk()).toBe(true);
});
