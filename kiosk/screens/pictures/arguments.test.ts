import { describe, expect, it } from 'vitest';
import { pictureTask } from './arguments.ts';

describe('the command line of the script for pictures', () => {
  it.each([
    [['folder'], { kind: 'write', folder: 'folder', words: [] }],
    [['folder', 'pin', '.ja.'], { kind: 'write', folder: 'folder', words: ['pin', '.ja.'] }],
    [['--compare'], { kind: 'compare', words: [] }],
    [['--accept', 'menu'], { kind: 'accept', words: ['menu'] }],
  ])('takes %j', (words, task) => {
    expect(pictureTask(words)._unsafeUnwrap()).toEqual(task);
  });

  it.each([[[]], [['']], [['--all']], [['--compare', '--accept']], [['folder', '']]])('refuses %j', (words) => {
    expect(pictureTask(words)._unsafeUnwrapErr()).toEqual({ kind: 'usage' });
  });
});
