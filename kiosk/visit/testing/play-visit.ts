/**
 * A visit on a simulated clock, played by a test's hands: every actor scripted, every frame checked against the screens' contract.
 */
import * as v from 'valibot';
import { SimulatedClock } from 'xstate';
import { type Snapshot, SnapshotSchema, type UiAction } from '../../snapshot.ts';
import { runVisit } from '../machine/run-visit.ts';
import type { VisitInput, VisitOutput } from '../machine/visit-types.ts';
import { type Script, sampleInput, scriptedVisit } from './scripted-world.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export type PlayedVisit = ReturnType<typeof playVisit>;

export function playVisit(script: Script = {}, input: Partial<VisitInput> = {}) {
  const world = scriptedVisit(script);
  const clock = new SimulatedClock();
  const frames: Snapshot[] = [];
  const ends: VisitOutput[] = [];
  const run = runVisit({
    machine: world.machine,
    input: { ...sampleInput, ...input },
    clock,
    firstScreenSeq: 1,
    onFrame: (frame) => frames.push(v.parse(SnapshotSchema, frame)),
    onEnd: (output) => ends.push(output),
  });
  const rest = async (): Promise<void> => {
    for (let i = 0; i < 6; i += 1) await settled();
  };
  /** Touches one after the other; tells whether the last was taken. */
  const touch = async (...actions: readonly UiAction[]): Promise<boolean> => {
    let taken = false;
    for (const action of actions) {
      taken = run.touch({ v: 1, screenSeq: run.current()?.screenSeq ?? -1, action });
      await rest();
    }
    return taken;
  };
  const type = (digits: string): Promise<boolean> =>
    touch(...[...digits].map((digit): UiAction => ({ type: 'digit', digit: Number(digit) })));
  const wait = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds && ends.length === 0; second += 1) {
      clock.increment(1_000);
      await rest();
    }
  };
  const is = async (change: () => void): Promise<void> => {
    change();
    await rest();
  };
  /** The names of the screens, each change once. */
  const screens = (): string[] =>
    frames.map(({ screen }) => screen.name).filter((name, index, all) => name !== all[index - 1]);

  const to = {
    card: () => touch({ type: 'next' }, { type: 'agree' }),
    async pin(kind: 'domestic' | 'overseas' = 'domestic') {
      await to.card();
      await touch({ type: 'choose-kind', kind });
    },
    async municipality(kind?: 'domestic' | 'overseas') {
      await to.pin(kind);
      await type('1234');
    },
    async preview(kind?: 'domestic' | 'overseas') {
      await to.municipality(kind);
      await touch({ type: 'choose-municipality', code: '900010' });
    },
    async payment() {
      await to.preview();
      await touch({ type: 'next' }, { type: 'next' }, { type: 'pay' });
    },
  };
  return {
    run,
    clock,
    frames,
    ends,
    touch,
    type,
    wait,
    rest,
    to,
    screens,
    log: world.log,
    count: (name: string) => world.log.filter((entry) => entry === name).length,
    frame: () => run.current(),
    screen: () => run.current()?.screen,
    card: (is_: 'occupied' | 'empty' | 'lost') => is(() => world.reader(is_)),
    till: (event: Parameters<typeof world.till>[0]) => is(() => world.till(event)),
    lift: () => is(world.liftCard),
  };
}
