import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, SimulatedClock } from 'xstate';
import type { CodeCheck } from './code-desk.ts';
import { operatorMachine } from './machine/operator-machine.ts';
import type { CodeChecked } from './machine/operator-types.ts';
import { CLERK, heard, RIGHT_CODE, scriptedTerminal, soundView } from './testing/scripted-terminal.ts';

const allZero = (codes: readonly Uint8Array[]): boolean => codes.every((code) => code.every((byte) => byte === 0));

describe('the personal code', () => {
  it('opens the desk for the clerk it belongs to', async () => {
    const terminal = scriptedTerminal();
    expect(terminal.desk.painted()).toBeNull();
    terminal.desk.open('key-switch');
    expect(terminal.screen()).toEqual({ name: 'operator-code', digits: 0, wrong: false, lockedSeconds: 0 });
    terminal.type(RIGHT_CODE);
    await heard();
    expect(terminal.screen()).toMatchObject({ name: 'operator-home', operatorId: CLERK });
    expect(terminal.records).toEqual([
      { action: 'opened', code: 'key-switch', operatorId: null },
      { action: 'signed-in', code: null, operatorId: CLERK },
    ]);
  });

  it('is checked once for each entry, and only what was typed', async () => {
    const seen: string[] = [];
    const terminal = scriptedTerminal({
      checkCode: (code) => {
        seen.push(Buffer.from(code).toString('ascii'));
        return Promise.resolve({ kind: 'no-match', lockedOut: false });
      },
    });
    terminal.desk.open('gesture');
    for (const digit of [9, 1, 2]) terminal.desk.touch({ type: 'digit', digit });
    terminal.next();
    expect(seen).toEqual([]);
    terminal.desk.touch({ type: 'erase-digit' });
    terminal.type('34567890');
    terminal.next();
    await heard();
    expect(seen).toEqual(['91345678']);
    expect(terminal.screen()).toMatchObject({ name: 'operator-code', digits: 0, wrong: true });
    terminal.next();
    await heard();
    expect(seen).toHaveLength(1);
  });

  it('that is wrong is a miss, and the screen says so until the next digit', async () => {
    const terminal = scriptedTerminal();
    terminal.desk.open('gesture');
    terminal.type('0000');
    await heard();
    expect(terminal.written()).toEqual(['opened-gesture', 'code-wrong']);
    expect(terminal.screen()).toMatchObject({ wrong: true });
    terminal.desk.touch({ type: 'digit', digit: 1 });
    expect(terminal.screen()).toMatchObject({ wrong: false, digits: 1 });
  });

  it('is not taken during a lock-out, whose seconds are counted down', async () => {
    const terminal = scriptedTerminal();
    terminal.desk.open('gesture');
    terminal.world.lockedForMs = 59_200;
    terminal.type('0000');
    await heard();
    expect(terminal.written()).toEqual(['opened-gesture', 'code-locked-out']);
    expect(terminal.screen()).toMatchObject({ lockedSeconds: 60, wrong: true });
    terminal.type(RIGHT_CODE);
    expect(terminal.screen()).toMatchObject({ digits: 0 });
    expect(terminal.codes).toHaveLength(1);
    terminal.clock.increment(1_000);
    terminal.clock.increment(1_000);
    expect(terminal.screen()).toMatchObject({ lockedSeconds: 58 });
  });

  it('is not taken by a desk opened during a lock-out, until it is over', async () => {
    const terminal = scriptedTerminal();
    terminal.world.lockedForMs = 1_500;
    terminal.desk.open('gesture');
    terminal.type(RIGHT_CODE);
    expect(terminal.screen()).toEqual({ name: 'operator-code', digits: 0, wrong: false, lockedSeconds: 2 });
    terminal.clock.increment(1_000);
    terminal.clock.increment(1_000);
    terminal.type(RIGHT_CODE);
    await heard();
    expect(terminal.screen()?.name).toBe('operator-home');
  });

  it.each<[string, () => Promise<CodeCheck>]>([
    ['fails', () => Promise.reject(new Error('A bug in the host.'))],
    ['names somebody who is not a plain word', () => Promise.resolve({ kind: 'confirmed', operatorId: 'Hanako Y.?' })],
  ])('whose check %s signs nobody in', async (_, checkCode) => {
    const terminal = scriptedTerminal({ checkCode });
    terminal.desk.open('gesture');
    terminal.type(RIGHT_CODE);
    await heard();
    expect(terminal.screen()).toEqual({ name: 'operator-code', digits: 0, wrong: false, lockedSeconds: 0 });
    expect(terminal.written().at(-1)).toBe('code-unchecked');
  });

  it('confirmed too late signs nobody in', async () => {
    let confirm = (): void => {};
    const terminal = scriptedTerminal({
      checkCode: () => new Promise((resolve) => (confirm = () => resolve({ kind: 'confirmed', operatorId: CLERK }))),
    });
    terminal.desk.open('gesture');
    terminal.type(RIGHT_CODE);
    await heard();
    terminal.clock.increment(30_000);
    expect(terminal.written().at(-1)).toBe('code-unchecked');
    confirm();
    await heard();
    expect(terminal.screen()?.name).toBe('operator-code');
  });

  it('is left by cancel', () => {
    const terminal = scriptedTerminal();
    terminal.desk.open('gesture');
    terminal.cancel();
    expect(terminal.desk.isOpen()).toBe(false);
    expect(terminal.written()).toEqual(['opened-gesture', 'locked-clerk']);
  });
});

describe('the code’s bytes', () => {
  it.each(['123456', '0000'])('are zeroed after the check of %s', async (code) => {
    const terminal = scriptedTerminal();
    terminal.desk.open('gesture');
    terminal.type(code);
    await heard();
    expect(terminal.codes).toHaveLength(1);
    expect(allZero(terminal.codes)).toBe(true);
  });

  it.each(['a lock', 'a limit', 'a stop'])('are zeroed by %s during the check', async (by) => {
    const given: Uint8Array[] = [];
    const terminal = scriptedTerminal({
      checkCode(code) {
        given.push(code);
        return new Promise(() => {});
      },
    });
    terminal.desk.open('gesture');
    terminal.type(RIGHT_CODE);
    await heard();
    expect(Buffer.from(given[0] ?? []).toString('ascii')).toBe(RIGHT_CODE);
    if (by === 'a lock') terminal.desk.lock('key-switch');
    else if (by === 'a limit') terminal.clock.increment(30_000);
    else terminal.desk.stop();
    expect(given).toHaveLength(1);
    expect(allZero(given)).toBe(true);
  });

  it.each(['clerk', 'idle', 'key-switch'] as const)(
    'typed before a lock (%s) are gone when it opens again',
    async (why) => {
      const seen: string[] = [];
      const terminal = scriptedTerminal({
        checkCode(code) {
          seen.push(Buffer.from(code).toString('ascii'));
          return Promise.resolve({ kind: 'no-match', lockedOut: false });
        },
      });
      terminal.desk.open('gesture');
      for (const digit of [1, 2, 3, 4]) terminal.desk.touch({ type: 'digit', digit });
      terminal.desk.lock(why);
      terminal.desk.open('gesture');
      expect(terminal.screen()).toMatchObject({ digits: 0 });
      terminal.next();
      terminal.type('5678');
      await heard();
      expect(seen).toEqual(['5678']);
    },
  );

  const open = { type: 'OPEN', how: 'gesture', view: soundView, atMs: 0, lockedSeconds: 0 } as const;
  it.each<[string, 'typing' | 'checking', (machine: Machine) => void]>([
    ['a lock while they are typed', 'typing', ({ actor }) => actor.send({ type: 'LOCK', why: 'key-switch' })],
    ['a cancel', 'typing', ({ actor }) => actor.send({ type: 'UI.cancel' })],
    ['a clerk’s own lock', 'typing', ({ actor }) => actor.send({ type: 'UI.operator-lock' })],
    ['the limit of patience', 'typing', ({ clock }) => seconds(clock, 45)],
    ['a lock during the check', 'checking', ({ actor }) => actor.send({ type: 'LOCK', why: 'stopped' })],
    ['the limit of the check', 'checking', ({ clock }) => seconds(clock, 30)],
  ])('are asked to be zeroed by %s', (_, when, leave) => {
    const machine = quietMachine();
    machine.actor.send(open);
    for (const digit of [1, 2, 3, 4]) machine.actor.send({ type: 'UI.digit', digit });
    if (when === 'checking') machine.actor.send({ type: 'UI.next' });
    const before = machine.wipes();
    leave(machine);
    expect(machine.wipes()).toBeGreaterThan(before);
  });
});

type Machine = ReturnType<typeof quietMachine>;

const seconds = (clock: SimulatedClock, count: number): void => {
  for (let second = 0; second < count; second += 1) clock.increment(1_000);
};

/** The machine by itself, with a check that never answers and a count of the wipes it asked for. */
function quietMachine() {
  let wipes = 0;
  const clock = new SimulatedClock();
  const machine = operatorMachine.provide({
    actors: { checkCode: fromPromise<CodeChecked, undefined>(() => new Promise(() => {})) },
    actions: {
      wipeCode: () => {
        wipes += 1;
      },
    },
  });
  const actor = createActor(machine, { clock });
  actor.start();
  return { actor, clock, wipes: () => wipes };
}
