import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorIdSchema } from '../../server-bridge/protocol/index.ts';
import { openKnownOperators } from './known-operators.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kofu-operators-'));
  path = join(directory, 'operators.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const clerk = (id: string) => ({ id: v.parse(OperatorIdSchema, id), codeHash: 'a hash' });

describe("the store's operators", () => {
  it('are nobody on a new machine', () => {
    expect(openKnownOperators(path).get()).toEqual([]);
  });

  it('outlive the host and the line, for its user alone', () => {
    openKnownOperators(path).learn([clerk('clerk-1'), clerk('clerk-2')]);
    expect(openKnownOperators(path).get()).toEqual([clerk('clerk-1'), clerk('clerk-2')]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('are those of the newest directive: somebody it does not name is nobody', () => {
    openKnownOperators(path).learn([clerk('clerk-1'), clerk('clerk-2')]);
    openKnownOperators(path).learn([clerk('clerk-2')]);
    expect(openKnownOperators(path).get()).toEqual([clerk('clerk-2')]);
    openKnownOperators(path).learn([]);
    expect(openKnownOperators(path).get()).toEqual([]);
    expect(readFileSync(path, 'utf8')).not.toContain('clerk');
  });

  it.each(['', '[]', '{"v":1}', '{"v":1,"operators":[{"id":"a b","codeHash":"x"}]}', '{"v":2,"operators":[]}'])(
    'are nobody when the file is %s',
    (text) => {
      writeFileSync(path, text);
      expect(openKnownOperators(path).get()).toEqual([]);
    },
  );
});
