/** The terminal's end of the dedicated line: stays connected, keeps the newest directive, carries messages (K7, C1). */
import { ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import {
  type Challenge,
  ChallengeSchema,
  type Command,
  type CommandResult,
  type Diagnostics,
  DirectiveEnvelopeSchema,
  type EventLogPage,
  PushEventSchema,
  type RelayAnswer,
  RelayAnswerSchema,
  type RelayRequest,
  type StatusReceipt,
  StatusReceiptSchema,
  type TerminalStatus,
  type VisitId,
} from '../protocol/index.ts';
import { verifyCommand } from '../sealing/index.ts';
import { type LineConfiguration, type LineOpenError, readLineConfiguration } from './configuration.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Credential, type LineTls, tlsOf } from './credentials.ts';
import { LINE_DELAYS, type LineDelays, pauseMs } from './delays.ts';
import { createDirectiveStore, type DirectiveRefusal, type HeldDirective } from './directive-store.ts';
import type { Frame } from './event-frames.ts';
import { type ExchangeLimits, exchange } from './exchange.ts';
import { keepRenewed } from './keep-renewed.ts';
import type { LineError } from './line-error.ts';

export type LineState = 'connected' | 'disconnected';

export type LineEvent =
  | { readonly type: 'state'; readonly state: LineState }
  /** A newer directive, or the same one with a longer life, is held now. */
  | { readonly type: 'directive'; readonly version: number }
  | { readonly type: 'directive-refused'; readonly reason: DirectiveRefusal }
  /** Signed by a pinned key, unexpired, for this terminal. Whether for this process is the receiver's to check. */
  | { readonly type: 'command'; readonly command: Command };

/** What went wrong with something received, for the log. */
export type LineReport =
  | 'EVENT_REFUSED'
  | 'COMMAND_REFUSED'
  | 'ANSWER_REFUSED'
  | 'LISTENER_FAILED'
  /** The center speaks another edition of the messages; the next center is tried. */
  | 'OTHER_LINE_VERSION'
  | 'CERTIFICATE_RENEWED'
  /** No new certificate came; it is asked for again. */
  | 'RENEWAL_FAILED'
  /** The key of a certificate is in a token that does not give it to TLS; a new one is left for the next process. */
  | 'KEY_OUT_OF_REACH'
  /** The new certificate was not let in while the old one was. */
  | 'NEW_CERTIFICATE_REFUSED';

/** How fetching the directive ended. */
export type DirectiveRefresh = 'newer' | 'same' | 'unavailable';

export type MessageLimits = { readonly signal?: AbortSignal; readonly timeoutMs: number };

export interface Line {
  start(): void;
  stop(): Promise<void>;
  state(): LineState;
  /** The newest verified directive; null before there is one and when its life, or its key set's, is over. */
  directive(): HeldDirective | null;
  /** @returns the function that ends the watching */
  watch(listener: (event: LineEvent) => void): () => void;
  /**
   * Fetches the directive now, whatever was fetched before, and judges it. Two calls at once share a fetch only when it began
   * after both. Takes at most twice `directiveMs`: a fetch that is under way ends first.
   * @returns `newer` when it took the place of the one held (also the same version with a longer life), `same` when it is the one
   *   held, `unavailable` when there was no answer or none that could be accepted; then what is held is held on
   */
  refreshDirective(): Promise<DirectiveRefresh>;
  requestChallenge(visitId: VisitId, limits: MessageLimits): Promise<Result<Challenge, LineError>>;
  /** The answer is this visit's or an error (`malformed` when it names another). */
  relay(request: RelayRequest, limits: MessageLimits): Promise<Result<RelayAnswer, LineError>>;
  /** Ends within `reportMs`. */
  sendStatus(status: TerminalStatus): Promise<Result<StatusReceipt, LineError>>;
  /** Ends within `reportMs`. */
  sendCommandResult(result: CommandResult): Promise<Result<void, LineError>>;
  /**
   * One page of the event log, as the order `collect-event-log` asked for it. Ends within `eventLogPageMs`. A page that may have
   * arrived can be sent again; `refused` with MALFORMED means that the center wants no more of this collection.
   */
  sendEventLogPage(page: EventLogPage): Promise<Result<void, LineError>>;
  /** What the order `collect-diagnostics` asked for. Ends within `reportMs`; can be sent again as it was. */
  sendDiagnostics(diagnostics: Diagnostics): Promise<Result<void, LineError>>;
}

export type LineOptions = {
  readonly now?: () => Date;
  /** How often the directive is asked for without being told. */
  readonly fetchEveryMs?: number;
  readonly delays?: Partial<LineDelays>;
  readonly random?: () => number;
  readonly report?: (code: LineReport) => void;
  /** Whether the connection may be changed for one with a new certificate now: nobody is served. Asked only when it matters. */
  readonly mayReconnect?: () => boolean;
};

/** Opens a line: reads certificate and key, checks the configuration. Nothing is sent before `start`. */
export async function openLine(
  configuration: LineConfiguration,
  options: LineOptions = {},
): Promise<Result<Line, LineOpenError>> {
  const read = await readLineConfiguration(configuration);
  return read.map(({ checked, ca, credentials }) => {
    const now = options.now ?? (() => new Date());
    const report = options.report ?? (() => undefined);
    const random = options.random ?? Math.random;
    const { fetchEveryMs } = options;
    const delays: LineDelays = {
      ...LINE_DELAYS,
      ...options.delays,
      ...(fetchEveryMs === undefined ? {} : { fetchEveryMs }),
    };
    const directives = createDirectiveStore(checked, now);
    const listeners = new Set<(event: LineEvent) => void>();
    const life = new AbortController();
    let connection: Connection | null = null;
    let running: Promise<void> | null = null;
    let fetching: Promise<DirectiveRefresh> | null = null;
    let nextFetch: Promise<DirectiveRefresh> | null = null;
    let lastEventId: string | null = null;
    let underWay = 0;

    const tell = (event: LineEvent): void => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          report('LISTENER_FAILED');
        }
      }
    };

    const send = async <Schema extends v.GenericSchema>(
      path: string,
      message: unknown,
      answer: Schema,
      limits: ExchangeLimits,
    ): Promise<Result<v.InferOutput<Schema>, LineError>> => {
      underWay += 1;
      const exchanged = exchange(connection?.session ?? null, { path, message, answer, ...limits });
      const result = await exchanged.finally(() => {
        underWay -= 1;
      });
      if (result.isErr() && result.error.kind === 'malformed') report('ANSWER_REFUSED');
      return result;
    };

    const fetchDirective = async (): Promise<DirectiveRefresh> => {
      if (life.signal.aborted) return 'unavailable';
      const limits = { timeoutMs: delays.directiveMs, signal: life.signal };
      const envelope = await send('/v1/directive', null, DirectiveEnvelopeSchema, limits);
      if (envelope.isErr()) return 'unavailable';
      const offered = await directives.offer(envelope.value.directive);
      if (offered.isErr()) {
        tell({ type: 'directive-refused', reason: offered.error });
        return 'unavailable';
      }
      if (!offered.value) return 'same';
      tell({ type: 'directive', version: directives.current()?.directive.version ?? 0 });
      return 'newer';
    };

    /** One fetch at a time. A wish that comes during one is met by the next: what is under way may have missed the change. */
    const wantDirective = (): Promise<DirectiveRefresh> => {
      if (fetching === null) {
        fetching = fetchDirective().finally(() => {
          fetching = null;
        });
        return fetching;
      }
      nextFetch ??= fetching.then(() => {
        nextFetch = null;
        return wantDirective();
      });
      return nextFetch;
    };

    /** Signatures are verified side by side and may be done in any order; what was sent last must be obeyed last. */
    let commands: Promise<void> = Promise.resolve();
    const takeCommand = (jws: string): void => {
      const verifying = verifyCommand(jws, checked.directiveKeys, now());
      commands = commands.then(() => verifying.then(tellCommand));
    };
    const tellCommand = (verified: Awaited<ReturnType<typeof verifyCommand>>): void => {
      if (verified.isErr() || verified.value.terminalId !== checked.terminalId) report('COMMAND_REFUSED');
      else tell({ type: 'command', command: verified.value });
    };

    const takeFrame = (frame: Frame): void => {
      if (frame.kind === 'heartbeat') return;
      const event = frame.kind === 'event' ? readEvent(frame.data) : null;
      if (frame.kind === 'event') lastEventId = frame.id ?? lastEventId;
      switch (event?.type) {
        case undefined:
          report('EVENT_REFUSED');
          break;
        case 'directive-changed':
          void wantDirective();
          break;
        case 'command':
          takeCommand(event.command);
          break;
        default: {
          const never: never = event;
          throw new Error(`unknown event ${String(never)}`);
        }
      }
    };

    const changing = keepRenewed({
      credentials,
      checked,
      delays,
      random,
      now,
      report,
      isFree: () => underWay === 0 && (options.mayReconnect?.() ?? true),
    });

    const hearing = { onFrame: takeFrame, onOtherVersion: () => report('OTHER_LINE_VERSION') };

    /** Null where the key cannot be reached now: a token that is away must not end the process. */
    const usableTls = (shown: Credential): LineTls | null => {
      try {
        return tlsOf(ca, shown, checked.token);
      } catch {
        changing.unusable(shown);
        report('KEY_OUT_OF_REACH');
        return null;
      }
    };

    /** Connects to one node and stays until the connection is gone. @returns whether it lasted */
    const serve = async (node: { host: string; port: number }): Promise<boolean> => {
      const gone = Promise.withResolvers<void>();
      const { signal } = life;
      const connectWith = async (shown: Credential): Promise<Connection | null> => {
        const tls = usableTls(shown);
        if (tls === null) return null;
        const { onFrame, onOtherVersion } = hearing;
        return await openConnection({
          node,
          tls,
          delays,
          signal,
          lastEventId,
          onFrame,
          onOtherVersion,
          onRefused: () => changing.refused(shown),
          onDown: gone.resolve,
        });
      };
      let opened: Connection | null = null;
      for (const shown of changing.choices()) {
        opened = await connectWith(shown);
        if (opened === null) continue;
        await changing.accepted(shown);
        break;
      }
      if (opened === null) return false;
      connection = opened;
      const stopRenewing = changing.during(opened);
      const openedAtMs = performance.now();
      tell({ type: 'state', state: 'connected' });
      void wantDirective();
      const refetch = setInterval(() => void wantDirective(), delays.fetchEveryMs);
      await gone.promise;
      clearInterval(refetch);
      stopRenewing();
      connection = null;
      tell({ type: 'state', state: 'disconnected' });
      return performance.now() - openedAtMs > delays.connectMs;
    };

    const run = async (): Promise<void> => {
      let failures = 0;
      // A fleet with the same list begins everywhere in it, so that no node has all of them.
      const first = Math.min(Math.floor(random() * checked.nodes.length), checked.nodes.length - 1);
      for (let attempt = first; !life.signal.aborted; attempt += 1) {
        const node = checked.nodes[attempt % checked.nodes.length];
        if (node === undefined) throw new Error('a line without nodes passed its schema');
        failures = (await serve(node)) ? 1 : failures + 1;
        if (!life.signal.aborted) await pause(pauseMs(delays, failures, random), life.signal);
      }
    };

    return {
      start() {
        running ??= run();
      },
      async stop() {
        life.abort();
        await running;
        await (nextFetch ?? fetching);
      },
      state: () => (connection === null ? 'disconnected' : 'connected'),
      directive: () => directives.current(),
      watch(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      refreshDirective: wantDirective,
      requestChallenge: (visitId, limits) => send('/v1/challenges', { visitId }, ChallengeSchema, limits),
      async relay(request, limits) {
        const answer = v.pipe(
          RelayAnswerSchema,
          v.check(({ visitId }) => visitId === request.header.visitId),
        );
        return await send('/v1/applications', request, answer, limits);
      },
      async sendStatus(status) {
        const receipt = await send('/v1/status', status, StatusReceiptSchema, { timeoutMs: delays.reportMs });
        if (receipt.isOk() && receipt.value.directiveVersion > (directives.current()?.directive.version ?? 0))
          void wantDirective();
        return receipt;
      },
      async sendCommandResult(result) {
        const sent = await send('/v1/command-results', result, v.undefined(), { timeoutMs: delays.reportMs });
        return sent.andThen(() => ok());
      },
      async sendDiagnostics(diagnostics) {
        const sent = await send('/v1/diagnostics', diagnostics, v.undefined(), { timeoutMs: delays.reportMs });
        return sent.andThen(() => ok());
      },
      async sendEventLogPage(page) {
        const sent = await send('/v1/event-logs', page, v.undefined(), { timeoutMs: delays.eventLogPageMs });
        return sent.andThen(() => ok());
      },
    } satisfies Line;
  });
}

function readEvent(data: string): v.InferOutput<typeof PushEventSchema> | null {
  try {
    const parsed = v.safeParse(PushEventSchema, JSON.parse(data));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Waits, or ends at once when the line is stopped. */
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
