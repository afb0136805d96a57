/** What a password must not be. Length is the contract's (`PasswordSchema`); composition rules are not asked for (NIST SP 800-63B). */

/** Words that attackers try first; a password may hold one, but not consist of little else. */
const FORBIDDEN_WORDS = [
  'password',
  'passw0rd',
  'kofu',
  'kiosk',
  'admin',
  'administrator',
  'operator',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'letmein',
  'welcome',
  'iloveyou',
  'secret',
  'himitsu',
  'pasuwado',
  'sakura',
  'doraemon',
  'certificate',
  'vaccine',
  'パスワード',
];
const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const DISTINCT_CHARACTERS = 6;
/** What has to be left of a password when words, names and runs are taken out. */
const OWN_CHARACTERS = 6;
const RUN = 4;

/** @returns whether the password may be used by this person */
export function isFitPassword(password: string, person: { readonly staffId: string; readonly name: string }): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < DISTINCT_CHARACTERS) return false;
  const own = [person.staffId, ...person.staffId.split(/[.-]/), ...person.name.split(/\s+/u), person.name];
  const words = [...own, ...FORBIDDEN_WORDS]
    .map((word) => word.normalize('NFKC').toLowerCase())
    .filter((word) => word.length >= 3)
    .sort((one, other) => other.length - one.length);
  let rest = plain;
  for (const word of words) rest = rest.replaceAll(word, ' ');
  for (const run of runs()) rest = rest.replaceAll(run, ' ');
  rest = rest.replace(/(.)\1{2,}/gu, '$1').replace(/[\s\d!?.,_-]+$/u, '');
  return [...rest.replace(/\s+/gu, '')].length >= OWN_CHARACTERS;
}

/** `abcd`, `4321`: neighbours on the keyboard or in the alphabet, both ways. */
function* runs(): Iterable<string> {
  for (const sequence of SEQUENCES) {
    for (const line of [sequence, [...sequence].reverse().join('')]) {
      for (let at = 0; at + RUN <= line.length; at += 1) yield line.slice(at, at + RUN);
    }
  }
}
