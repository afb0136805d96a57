/** The terminal reads what the center writes: a code made here signs its operator in there. */
import { expect, it } from 'vitest';
import { verifyOperatorCode } from '../../../kiosk/operator/index.ts';
import { makeOperatorCode } from './operator-code.ts';

it('makes codes of eight digits whose hash the terminal accepts, and no other code', async () => {
  const [one, other] = [await makeOperatorCode(), await makeOperatorCode()];
  expect(one.code).toMatch(/^[0-9]{8}$/);
  expect(one.codeHash).not.toContain(one.code);
  const operators = [
    { id: 'clerk-1', codeHash: one.codeHash },
    { id: 'clerk-2', codeHash: other.codeHash },
  ];
  const checked = await verifyOperatorCode(Buffer.from(other.code, 'ascii'), operators);
  expect(checked._unsafeUnwrap()).toEqual({ operatorId: 'clerk-2' });
  const wrong = `${(Number(one.code[0]) + 1) % 10}${one.code.slice(1)}`;
  if (wrong !== other.code) {
    expect((await verifyOperatorCode(Buffer.from(wrong, 'ascii'), operators))._unsafeUnwrapErr()).toEqual({
      kind: 'no-match',
    });
  }
});
