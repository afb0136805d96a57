/** A line whose other end is the test: directives, commands, silence, and everything the terminal said. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import {
  type Command,
  type CommandResult,
  CommandSchema,
  type Diagnostics,
  type Directive,
  DirectiveSchema,
  type EventLogPage,
  type TerminalEvent,
  type TerminalStatus,
  type VrsKeySetSchema,
} from '../../../server-bridge/index.ts';
import type { Line, LineEvent } from '../../../server-bridge/line/index.ts';

/** A directive that lets a terminal serve; all of it is invented. */
export function syntheticDirective(change: object = {}): Directive {
  return v.parse(DirectiveSchema, {
    v: 1,
    version: 7,
    issuedAt: '2026-11-21T00:00:00.000Z',
    expiresAt: '2027-11-22T00:00:00.000Z',
    service: { state: 'on' },
    hours: { from: '06:30', to: '23:00' },
    municipalities: [],
    kinds: ['domestic'],
    prices: [{ effectiveFrom: '2022-07-26T00:00:00.000Z', copyYen: 120 }],
    maxCopies: 10,
    terms: { text: { ja: '規約', en: 'Terms' }, digest: 'a'.repeat(64) },
    vrsKeySet: 'x',
    allowedBuilds: [],
    operators: [],
    terminals: [],
    ...change,
  });
}

export function scriptedLine(o: { now: () => Date; keySet: v.InferOutput<typeof VrsKeySetSchema> }) {
  const listeners = new Set<(event: LineEvent) => void>();
  const tell = (event: LineEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const script = {
    up: false,
    started: false,
    directive: null as Directive | null,
    /** How far the center's clock is behind this machine's. */
    skewMs: 0,
    refresh: 'same' as Awaited<ReturnType<Line['refreshDirective']>>,
    /** The center takes no diagnostics. */
    refuseDiagnostics: false,
    /** The center takes no page from this one on. */
    refusePagesFrom: Number.POSITIVE_INFINITY,
  };
  const heard = {
    statuses: [] as TerminalStatus[],
    /** Each event once, in the order in which the center took it. */
    events: [] as TerminalEvent[],
    results: [] as CommandResult[],
    pages: [] as EventLogPage[],
    diagnostics: [] as Diagnostics[],
  };
  let acceptedSeq = 0;

  const line: Line = {
    start() {
      script.started = true;
    },
    stop: () => Promise.resolve(),
    state: () => (script.up ? 'connected' : 'disconnected'),
    directive: () => (script.directive === null ? null : { directive: script.directive, keySet: o.keySet }),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refreshDirective: () => Promise.resolve(script.refresh),
    requestChallenge: () => Promise.resolve(err({ kind: 'unavailable' })),
    relay: () => Promise.resolve(err({ kind: 'unavailable' })),
    sendStatus(status) {
      if (!script.up) return Promise.resolve(err({ kind: 'unavailable' }));
      heard.statuses.push(status);
      for (const event of status.events) {
        if (event.seq <= acceptedSeq) continue;
        heard.events.push(event);
        acceptedSeq = event.seq;
      }
      const centerTime = new Date(o.now().getTime() - script.skewMs).toISOString();
      return Promise.resolve(ok({ acceptedSeq, directiveVersion: 7, centerTime }));
    },
    sendCommandResult(result) {
      heard.results.push(result);
      return Promise.resolve(ok());
    },
    sendEventLogPage(page) {
      if (page.page >= script.refusePagesFrom) return Promise.resolve(err({ kind: 'unavailable' }));
      heard.pages.push(page);
      return Promise.resolve(ok());
    },
    sendDiagnostics(message) {
      if (script.refuseDiagnostics) return Promise.resolve(err({ kind: 'unavailable' }));
      heard.diagnostics.push(message);
      return Promise.resolve(ok());
    },
  };
  return {
    line,
    script,
    heard,
    connect(directive: Directive): void {
      script.up = true;
      script.directive = directive;
      tell({ type: 'state', state: 'connected' });
      tell({ type: 'directive', version: directive.version });
    },
    disconnect(): void {
      script.up = false;
      tell({ type: 'state', state: 'disconnected' });
    },
    reconnect(): void {
      script.up = true;
      tell({ type: 'state', state: 'connected' });
    },
    command: (command: Command): void => tell({ type: 'command', command }),
  };
}

export function syntheticCommand(order: object, change: object = {}): Command {
  return v.parse(CommandSchema, {
    v: 1,
    commandId: 'C'.repeat(22),
    terminalId: 'KIOSK-T1',
    processId: 'P'.repeat(22),
    expiresAt: '2027-01-01T00:00:00.000Z',
    order,
    ...change,
  });
}
