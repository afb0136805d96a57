/**
 * A terminal without a machine: one connection of the real line with its own certificate, event stream, status at intervals, orders
 * and directives obeyed, sealed-looking applications. Light enough for thousands in one process.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { exchangeBytes } from '../../server-bridge/exchange/index.ts';
import {
  type Command,
  DirectiveEnvelopeSchema,
  type EcPublicJwk,
  PushEventSchema,
  RelayAnswerSchema,
  StatusReceiptSchema,
  type TerminalId,
  verifyCommand,
} from '../../server-bridge/index.ts';
import { type Connection, type Frame, LINE_DELAYS, openConnection, pauseMs } from '../../server-bridge/line/index.ts';
import type { DirectiveReader } from './directive-reader.ts';
import type { Tally } from './tally.ts';
import { createMemory, type TerminalMemory } from './terminal-memory.ts';

export type Node = { readonly host: string; readonly port: number };

export type TerminalOptions = {
  readonly terminalId: TerminalId;
  readonly tls: { readonly ca: Buffer; readonly cert: string; readonly key: string };
  /** Tried in turn, beginning with `firstNode`. */
  readonly nodes: readonly Node[];
  readonly firstNode: number;
  readonly directiveKeys: readonly EcPublicJwk[];
  readonly readDirective: DirectiveReader;
  /** Each time drawn between 0.8 and 1.2 of it; 0: no status but that after connecting. */
  readonly statusEveryMs: number;
  /** The same; 0: none. */
  readonly relayEveryMs: number;
  readonly municipality: string;
  readonly tally: Tally;
  readonly longestPauseMs?: number;
  /** Heard each time an order comes, the same one perhaps again; carried out, or failed, when it resolves. Without it: at once. */
  readonly onOrder?: (command: Command) => Promise<'obey' | 'fail'>;
};

export type SimulatedTerminal = {
  readonly terminalId: TerminalId;
  readonly memory: TerminalMemory;
  /** The port of the node it is connected to. */
  port(): number | null;
  /** One status now. @returns whether the center took it */
  report(): Promise<boolean>;
  /** One application now. */
  apply(): Promise<boolean>;
  stop(): Promise<void>;
};

const ANSWER_LIMIT_BYTES = 4_200_000;
const ANSWER_MS = 20_000;
/** Of the size of an application of a resident without passport, padded. */
const SEALED_BYTES = 8_192;
/** The same bytes for all: nobody opens them. */
const SEALED = randomBytes(SEALED_BYTES).toString('base64url');

/** After a directive that did not come. */
const FETCH_AGAIN_MS = 3_000;

const jittered = (ms: number): number => ms * (0.8 + 0.4 * Math.random());

export function simulateTerminal(o: TerminalOptions): SimulatedTerminal {
  const { terminalId, nodes, tally } = o;
  const memory = createMemory(terminalId);
  const life = new AbortController();
  const { signal } = life;
  const delays = { ...LINE_DELAYS, longestPauseMs: o.longestPauseMs ?? LINE_DELAYS.longestPauseMs };
  let connection: Connection | null = null;
  let port: number | null = null;
  let fetching: Promise<void> | null = null;
  let again = false;
  let lastEventId: string | null = null;

  /** @returns status and JSON of the answer; null when there was none */
  const ask = async (path: string, message: object | null): Promise<{ status: number; body: unknown } | null> => {
    if (connection === null) return null;
    const body = message === null ? null : Buffer.from(JSON.stringify(message), 'utf8');
    const request = { path, body, timeoutMs: ANSWER_MS, signal, answerLimitBytes: ANSWER_LIMIT_BYTES };
    const reply = await exchangeBytes(connection.session, request);
    if (reply.isErr()) return null;
    try {
      const text = reply.value.body.toString('utf8');
      return { status: reply.value.status, body: text === '' ? null : JSON.parse(text) };
    } catch {
      return null;
    }
  };

  const fetchDirective = async (): Promise<void> => {
    const answer = v.safeParse(DirectiveEnvelopeSchema, (await ask('/v1/directive', null))?.body);
    if (!answer.success) {
      // A center that is busy with everybody coming at once: the line of a terminal asks again as well.
      again ||= connection !== null;
      await pause(jittered(FETCH_AGAIN_MS), signal);
      return;
    }
    const directive = await o.readDirective(answer.output.directive);
    if (directive === null || directive.version < (memory.directiveVersion ?? 0)) tally.directivesRefused += 1;
    else if (directive.version !== memory.directiveVersion) {
      memory.directiveVersion = directive.version;
      memory.note('DIRECTIVE_APPLIED');
      tally.directives += 1;
      // Drift is visible at the center: so is that it is over.
      void report();
    }
  };
  const wantDirective = (): void => {
    again = fetching !== null;
    fetching ??= fetchDirective().finally(() => {
      fetching = null;
      if (again && !signal.aborted) wantDirective();
    });
  };

  const report = async (): Promise<boolean> => {
    const answer = await ask('/v1/status', memory.status());
    const receipt = v.safeParse(StatusReceiptSchema, answer?.body);
    if (answer?.status !== 200 || !receipt.success) {
      if (!signal.aborted) tally.statusFailures += 1;
      return false;
    }
    tally.statuses += 1;
    memory.accept(receipt.output.acceptedSeq);
    if (receipt.output.directiveVersion > (memory.directiveVersion ?? 0)) wantDirective();
    return true;
  };

  const apply = async (): Promise<boolean> => {
    const visitId = randomBytes(16).toString('base64url');
    const header = { v: 1, visitId, terminalId, municipality: o.municipality, sealingKeyId: 'synthetic' };
    const deadline = new Date(Date.now() + ANSWER_MS).toISOString();
    const answer = await ask('/v1/applications', { header, sealed: SEALED, deadline });
    const parsed = v.safeParse(RelayAnswerSchema, answer?.body);
    if (answer === null) tally.relayFailures += 1;
    else if (answer.status !== 200 || !parsed.success || parsed.output.visitId !== visitId) tally.relayRefusals += 1;
    else tally.relays += 1;
    return parsed.success;
  };

  const obey = async (jws: string): Promise<void> => {
    const verified = await verifyCommand(jws, o.directiveKeys, new Date());
    if (verified.isErr() || verified.value.terminalId !== terminalId) {
      tally.commandsRefused += 1;
      return;
    }
    const way = (await o.onOrder?.(verified.value)) ?? 'obey';
    const result = memory.obey(verified.value, way);
    if ((await ask('/v1/command-results', result))?.status !== 204) return;
    memory.settled.set(result.commandId, result.result);
    tally.commands += 1;
    void report();
  };

  const takeFrame = (frame: Frame): void => {
    if (frame.kind !== 'event') return;
    lastEventId = frame.id ?? lastEventId;
    const event = v.safeParse(v.pipe(v.string(), v.parseJson(), PushEventSchema), frame.data);
    if (!event.success) return;
    if (event.output.type === 'directive-changed') {
      if (event.output.version !== memory.directiveVersion) wantDirective();
    } else void obey(event.output.command);
  };

  const repeat = (everyMs: number, work: () => Promise<unknown>): (() => void) => {
    if (everyMs === 0) return () => undefined;
    // The first one at any moment of the interval, so that a fleet does not speak in one voice.
    let timer = setTimeout(tick, everyMs * Math.random());
    function tick(): void {
      timer = setTimeout(tick, jittered(everyMs));
      if (connection !== null) void work();
    }
    return () => clearTimeout(timer);
  };

  /** @returns whether there was a connection */
  const serve = async (node: Node): Promise<boolean> => {
    const gone = Promise.withResolvers<void>();
    const opened = await openConnection({
      node,
      tls: o.tls,
      delays,
      signal,
      lastEventId,
      onFrame: takeFrame,
      onOtherVersion: () => undefined,
      onDown: gone.resolve,
    });
    if (opened === null) return false;
    connection = opened;
    port = node.port;
    tally.connected += 1;
    tally.connections += 1;
    memory.note('LINE_CHANGED', 'up');
    void report();
    await gone.promise;
    connection = null;
    port = null;
    tally.connected -= 1;
    if (!signal.aborted) tally.losses += 1;
    return true;
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    for (let attempt = o.firstNode; !signal.aborted; attempt += 1) {
      const node = nodes[attempt % nodes.length];
      if (node === undefined) throw new Error('a terminal without nodes');
      failures = (await serve(node)) ? 1 : failures + 1;
      if (!signal.aborted) await pause(pauseMs(delays, failures, Math.random), signal);
    }
  };

  memory.note('HOST_STARTED');
  const ends = [
    repeat(o.statusEveryMs, () => {
      memory.note('STATE_CHANGED', 'idle');
      return report();
    }),
    repeat(o.relayEveryMs, apply),
  ];
  const running = run();
  return {
    terminalId,
    memory,
    port: () => port,
    report,
    apply,
    async stop() {
      for (const end of ends) end();
      life.abort();
      await running;
    },
  };
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end, { once: true });
  });
}
