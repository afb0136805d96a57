import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type OperatorId, TerminalEventSchema } from '../../server-bridge/protocol/index.ts';
import type { OperatorPainted } from './desk-types.ts';
import {
  OPERATOR_ACTIONS,
  type OperatorRecord,
  type OperatorRecordCode,
  OperatorRecordSchema,
  operatorEventCode,
} from './operator-record.ts';
import { OPERATOR_ANSWERS, OPERATOR_FAULTS, OPERATOR_RESULTS, OPERATOR_STEPS, OPERATOR_TASKS } from './words.ts';

const CodeSchema = TerminalEventSchema.entries.code;

describe('what is written down of an operator', () => {
  it('can be no free text, by type', () => {
    expectTypeOf<string>().not.toExtend<OperatorRecord['code']>();
    expectTypeOf<string>().not.toExtend<OperatorRecord['action']>();
    expectTypeOf<string>().not.toExtend<OperatorRecord['operatorId']>();
    expectTypeOf<'Yamada Hanako'>().not.toExtend<OperatorRecordCode>();
    expectTypeOf<'123456'>().not.toExtend<OperatorRecordCode>();
    expectTypeOf<keyof OperatorRecord>().toEqualTypeOf<'action' | 'code' | 'operatorId'>();
    expectTypeOf<OperatorId>().toExtend<OperatorRecord['operatorId']>();
  });

  it('can be no free text, at run time', () => {
    const words = new Set<string>([...OPERATOR_FAULTS, ...OPERATOR_STEPS, ...OPERATOR_TASKS, ...OPERATOR_ANSWERS]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!words.has(text) && !OPERATOR_RESULTS.some((result) => result === text));
        expect(v.is(OperatorRecordSchema, { action: 'step', code: text, operatorId: null })).toBe(false);
        expect(v.is(OperatorRecordSchema, { action: text, code: null, operatorId: null })).toBe(false);
      }),
    );
    for (const name of ['山田花子', 'Yamada Hanako', '123456789012', 'a@example.com', ''])
      expect(v.is(OperatorRecordSchema, { action: 'signed-in', code: null, operatorId: name }), name).toBe(false);
    expect(v.is(OperatorRecordSchema, { action: 'step', code: null, operatorId: null, note: 'text' })).toBe(false);
  });

  it('fits the code of a terminal’s event, each of them', () => {
    for (const action of OPERATOR_ACTIONS) v.parse(CodeSchema, operatorEventCode({ action, code: null }));
    const pairs: [OperatorRecord['action'], readonly OperatorRecord['code'][]][] = [
      ['opened', ['gesture', 'key-switch']],
      ['recovery', OPERATOR_FAULTS],
      ['step', OPERATOR_STEPS],
      [
        'checked',
        OPERATOR_FAULTS.flatMap((fault) =>
          (['fixed', 'still-wrong', 'call-center', 'failed'] as const).map((seen) => `${fault}-${seen}` as const),
        ),
      ],
      ['given-up', [...OPERATOR_FAULTS, ...OPERATOR_TASKS]],
      ['overdue', [...OPERATOR_FAULTS, ...OPERATOR_TASKS]],
      ['locked', ['clerk', 'idle', 'key-switch', 'stopped', 'limit']],
      ...OPERATOR_TASKS.map(
        (task) =>
          [task, ['begun', 'ready', 'not-ready', ...OPERATOR_ANSWERS, ...OPERATOR_RESULTS]] satisfies [
            OperatorRecord['action'],
            readonly OperatorRecord['code'][],
          ],
      ),
    ];
    for (const [action, codes] of pairs) {
      for (const code of codes) {
        v.parse(OperatorRecordSchema, { action, code, operatorId: null });
        v.parse(CodeSchema, operatorEventCode({ action, code }));
      }
    }
  });
});

describe('what an operator is shown', () => {
  it('has no field for anything of a person', () => {
    type Fields<S> = S extends unknown ? keyof S : never;
    expectTypeOf<Fields<OperatorPainted['screen']>>().toEqualTypeOf<
      | 'name'
      | 'digits'
      | 'wrong'
      | 'lockedSeconds'
      | 'operatorId'
      | 'service'
      | 'cause'
      | 'faults'
      | 'warnings'
      | 'devices'
      | 'lineUp'
      | 'owedYen'
      | 'tasks'
      | 'fault'
      | 'step'
      | 'number'
      | 'of'
      | 'again'
      | 'task'
      | 'question'
      | 'answers'
      | 'yen'
      | 'items'
      | 'ready'
      | 'at'
      | 'result'
    >();
  });
});
