/** A thousand sealed applications, each of another invented person, through every way the relay can go and end. */
import type { DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { type ApplyingTerminal, connectTerminal, type SealedRequest, sealFor } from './applying-terminal.ts';
import type { Canaries } from './canaries.ts';
import type { OpeningVrs } from './opening-vrs.ts';

/** How many applications take each way. */
export const WAYS = {
  answered: 760,
  'vrs-silent-until-the-deadline': 40,
  'vrs-answers-nonsense': 40,
  'vrs-refuses': 20,
  'terminal-gone-mid-relay': 40,
  'for-another-terminal': 20,
  'unknown-municipality': 20,
  'cut-in-the-middle': 20,
  oversize: 20,
  'vrs-away': 20,
} as const;
export type Way = keyof typeof WAYS;
export const TERMINALS = ['KOFU-0001', 'KOFU-0002', 'KOFU-0003'] as const;

const AT_ONCE = 8;
const DEADLINE_MS = 30_000;
const SHORT_DEADLINE_MS = 300;
const OVERSIZE_CHARACTERS = 90_000;

export type Outcome = { readonly statuses: Readonly<Record<string, number>>; readonly pushed: readonly string[] };

/**
 * @returns how often each way ended with each HTTP status (0: no answer), and what was pushed to the terminals
 * @throws when an answer is not the one of its own person
 */
export async function applyThousandTimes(o: {
  readonly canaries: Canaries;
  readonly trust: DevelopmentTrust;
  readonly port: number;
  readonly vrs: OpeningVrs;
  readonly municipality: string;
  readonly sealingPublicKey: Uint8Array;
}): Promise<Outcome> {
  const { canaries, trust, vrs } = o;
  const [firstId, secondId, thirdId] = TERMINALS;
  const first = connectTerminal(trust, firstId, o.port);
  const second = connectTerminal(trust, secondId, o.port);
  const statuses: Record<string, number> = {};
  const pushed: string[] = [];
  let applied = 0;

  const seal = (way: Way, index: number): Promise<SealedRequest> =>
    sealFor({
      person: canaries.person(index),
      terminalId: way === 'terminal-gone-mid-relay' ? thirdId : firstId,
      municipality: way === 'unknown-municipality' ? '999999' : o.municipality,
      sealingPublicKey: o.sealingPublicKey,
      deadlineMs: way === 'vrs-silent-until-the-deadline' ? SHORT_DEADLINE_MS : DEADLINE_MS,
    });

  const applyOnce = async (way: Way, terminal: ApplyingTerminal): Promise<void> => {
    const index = applied;
    applied += 1;
    if (index % 10 === 0) await first.post('/v1/challenges', JSON.stringify({ visitId: 'A'.repeat(22) }));
    const request = await seal(way, index);
    const text =
      way === 'cut-in-the-middle'
        ? request.text.slice(0, -60)
        : way === 'oversize'
          ? request.text.replace('"sealed":"', `"sealed":"${'A'.repeat(OVERSIZE_CHARACTERS)}`)
          : request.text;
    const { status, body } = await terminal.post('/v1/applications', text);
    statuses[`${way} ${status}`] = (statuses[`${way} ${status}`] ?? 0) + 1;
    if (way !== 'answered') return;
    const read = await request.read(body);
    if (read === null || !read.includes(canaries.person(index).name)) throw new Error('an answer of another person');
  };

  const applyAll = async (way: Way, terminal: ApplyingTerminal, count: number = WAYS[way]): Promise<void> => {
    let left = count;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await applyOnce(way, terminal);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };

  try {
    await applyAll('answered', first);
    vrs.behaviour = 'silent';
    await applyAll('vrs-silent-until-the-deadline', first);
    for (let gone = 0; gone < WAYS['terminal-gone-mid-relay']; gone += AT_ONCE) {
      const third = connectTerminal(trust, thirdId, o.port);
      const wanted = vrs.opened() + AT_ONCE;
      const applying = applyAll('terminal-gone-mid-relay', third, AT_ONCE);
      await vrs.untilOpened(wanted);
      pushed.push(third.pushed());
      third.vanish();
      await applying;
    }
    vrs.behaviour = 'nonsense';
    await applyAll('vrs-answers-nonsense', first);
    vrs.behaviour = 'refuses';
    await applyAll('vrs-refuses', first);
    vrs.behaviour = 'answers';
    await applyAll('for-another-terminal', second);
    await applyAll('unknown-municipality', first);
    await applyAll('cut-in-the-middle', first);
    await applyAll('oversize', first);
    await vrs.close();
    await applyAll('vrs-away', first);
    pushed.push(first.pushed(), second.pushed());
    return { statuses, pushed };
  } finally {
    first.vanish();
    second.vanish();
  }
}
