import { expect, test } from 'vitest';
import { isFitPassword } from './password-rules.ts';

const person = { staffId: 'sato.hanako', name: 'Hanako Satō' };

test.each([
  ['one character', 'aaaaaaaaaaaa'],
  ['few characters', 'abababababab'],
  ['a word and a number', 'password1234'],
  ['a word twice', 'PasswordPassword!'],
  ['full-width letters', 'ｐａｓｓｗｏｒｄ１２３４'],
  ['a Japanese word', 'パスワードパスワードパスワード'],
  ['the alphabet', 'abcdefghijklmnop'],
  ['the alphabet backwards', 'ponmlkjihgfedcba'],
  ['a row of keys', 'qwertyuiop1234'],
  ['the account name', 'sato.hanako2026'],
  ['parts of the name', 'Hanako-sato-2026!'],
  ['the name of the system', 'kofukiosk2026!'],
  ['digits alone', '201503261987'],
])('%s is refused', (_what, password) => {
  expect(isFitPassword(password, person)).toBe(false);
});

test.each([
  'correct horse battery staple',
  'yuki-no-furu-machi-wo',
  'Tk7#vQ2!mZ9p',
  'password is not the whole of this',
])('%s is taken', (password) => {
  expect(isFitPassword(password, person)).toBe(true);
});
