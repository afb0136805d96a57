/** The password a person is handed: random, good for setting an own one and nothing else. */
import { randomInt } from 'node:crypto';

/** Without characters that are mistaken for each other on paper. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** 20 characters, 99 bits. */
export function firstPassword(): string {
  const group = (): string =>
    Array.from({ length: GROUP_LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
