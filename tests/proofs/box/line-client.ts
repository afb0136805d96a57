/** The dedicated line as one host sees it, with the checks of the real one: what names another visit is no answer. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import {
  type Command,
  type CommandResult,
  CommandResultSchema,
  RelayAnswerSchema,
  RelayRequestSchema,
  TerminalStatusSchema,
} from '../../../server-bridge/index.ts';
import type { HeldDirective, Line, LineError, LineEvent } from '../../../server-bridge/line/index.ts';
import type { FakeTime } from './fake-time.ts';
import { after, becomes, type Generation, listeners } from './generation.ts';
import type { Country, Upstream } from './vrs-model.ts';

const CHALLENGE_MS = 120;
const ANSWER_MS = 900;
/** Later than anybody waits. */
const LATE_MS = 40_000;
const STATUS_MS = 60;

/** What stands between a terminal and its center, however often the host is started anew. */
export type BoxLine = {
  isUp: boolean;
  /** What becomes of this terminal's applications; null follows the country. */
  upstream: Upstream | null;
  readonly changed: ReturnType<typeof listeners<void>>;
  readonly commands: ReturnType<typeof listeners<Command>>;
};

export const boxLine = (): BoxLine => ({
  isUp: true,
  upstream: null,
  changed: listeners<void>(),
  commands: listeners<Command>(),
});

export function lineClient(o: {
  line: BoxLine;
  country: Country;
  generation: Generation;
  time: FakeTime;
  /** A message that is not in the protocol: a fault of the terminal. */
  onBadMessage: (what: string) => void;
  onCommandResult: (result: CommandResult) => void;
}): Line {
  const { line, country, generation, time } = o;
  const told = listeners<LineEvent>();
  let held: HeldDirective | null = null;
  let started = false;
  let wasUp = false;

  const look = (): void => {
    if (!started) return;
    if (line.isUp !== wasUp) told.tell({ type: 'state', state: line.isUp ? 'connected' : 'disconnected' });
    wasUp = line.isUp;
    if (!line.isUp || held?.directive.version === country.directive.version) return;
    held = { directive: country.directive, keySet: country.keySet };
    told.tell({ type: 'directive', version: held.directive.version });
  };
  const unwatch = [
    line.changed.add(generation.hears(look)),
    line.commands.add(
      generation.hears((command) => {
        if (started && line.isUp) told.tell({ type: 'command', command });
      }),
    ),
  ];
  generation.onEnd(() => {
    for (const stop of unwatch) stop();
  });

  /** An exchange over the line: lost when it breaks on the way, given up at limit or signal. */
  const exchange = async <T>(
    durationMs: number,
    limits: { signal?: AbortSignal; timeoutMs: number },
    answer: () => Promise<T | null>,
  ): Promise<Result<T, LineError>> => {
    if (!line.isUp) return err({ kind: 'unavailable' });
    const { signal } = limits;
    const broken = becomes(line.changed, () => !line.isUp, { limitMs: Math.min(durationMs, limits.timeoutMs), signal });
    if (await broken) return err({ kind: 'unavailable' });
    if (signal?.aborted === true) return err({ kind: 'aborted' });
    if (durationMs >= limits.timeoutMs) return err({ kind: 'timed-out' });
    const given = await time.work(answer());
    return given === null ? err({ kind: 'timed-out' }) : ok(given);
  };

  return {
    start() {
      started = true;
      look();
    },
    stop: async () => {
      started = false;
    },
    state: () => (started && line.isUp ? 'connected' : 'disconnected'),
    directive: () => held,
    watch: (listener) => told.add(listener),
    requestChallenge: (_visitId, limits) =>
      generation.gets(exchange(CHALLENGE_MS, limits, async () => country.challenge())),
    relay(request, limits) {
      if (!v.is(RelayRequestSchema, request)) o.onBadMessage('relay');
      const upstream = line.upstream ?? country.upstream;
      const answered = exchange(upstream === 'late' ? LATE_MS : ANSWER_MS, limits, () =>
        country.answer(request, upstream),
      );
      return generation.gets(
        answered.then((result) =>
          result.andThen((answer) => {
            const isOurs = v.is(RelayAnswerSchema, answer) && answer.visitId === request.header.visitId;
            return isOurs ? ok(answer) : err({ kind: 'malformed' } as const);
          }),
        ),
      );
    },
    sendDiagnostics: () => Promise.resolve(err({ kind: 'unavailable' })),
    async sendStatus(status) {
      if (!v.is(TerminalStatusSchema, status)) o.onBadMessage('status');
      if (!line.isUp) return err({ kind: 'unavailable' });
      await after(STATUS_MS);
      if (!line.isUp) return err({ kind: 'unavailable' });
      country.lastStatus.set(status.terminalId, status);
      return await generation.gets(
        Promise.resolve(
          ok({
            acceptedSeq: status.events.at(-1)?.seq ?? 0,
            directiveVersion: country.directive.version,
            centerTime: new Date(time.nowMs()).toISOString(),
          }),
        ),
      );
    },
    async sendCommandResult(result) {
      if (!v.is(CommandResultSchema, result)) o.onBadMessage('command-result');
      if (generation.alive) o.onCommandResult(result);
      return line.isUp ? ok() : err({ kind: 'unavailable' });
    },
    sendEventLogPage: async () => (line.isUp ? ok() : err({ kind: 'unavailable' })),
    async refreshDirective() {
      if (!line.isUp) return 'unavailable';
      const before = held?.directive.version;
      look();
      return held?.directive.version === before ? 'same' : 'newer';
    },
  };
}
