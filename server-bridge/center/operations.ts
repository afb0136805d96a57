/** What staff of the center can do. The staff listener and the operations page call these, nothing deeper. */
import { err, ok, type Result } from 'neverthrow';
import type { Command, Directive, LocalizedText, MunicipalityCode, TerminalId } from '../protocol/index.ts';
import { SUSPENSIONS } from './alarm-desk.ts';
import type { CommandDesk, CommandError, CommandOrder } from './command-desk.ts';
import type {
  ChangeDesk,
  DirectiveChangeError,
  DirectiveInForce,
  DirectiveKeeper,
  DirectivePatch,
  SuspendError,
} from './directives/index.ts';
import * as store from './store/index.ts';

export type ClearAlarmError =
  | { readonly kind: 'no-open-alarm' }
  /** A failed right-person check is closed by the command `release-right-person`, not by hand (P2). */
  | { readonly kind: 'needs-release' };

export type Operations = {
  directive(): Directive | null;
  /** Replaces members of the directive: a new version, signed, stored and pushed. */
  setDirective(patch: DirectivePatch): Promise<Result<DirectiveInForce, DirectiveChangeError>>;
  /** Takes a municipality out of service at once (K8); the reason is shown to residents. */
  suspendMunicipality(code: MunicipalityCode, reason: LocalizedText): Promise<Result<DirectiveInForce, SuspendError>>;
  /** Orders something of the terminal's present process; it expires, and its result is awaited in the store. */
  issueCommand(terminalId: TerminalId, order: CommandOrder): Promise<Result<Command, CommandError>>;
  /** What became of a command, with the terminal's own result. */
  findCommand(commandId: string): Promise<store.KeptCommand | null>;
  /** A page of what a terminal reported, oldest first; without `after` the newest page. */
  listEvents(
    terminalId: TerminalId,
    page: { readonly after: number | null; readonly limit: number },
  ): Promise<readonly store.KeptEvent[]>;
  /** What is there of the event log a command ordered; null when it ordered none. */
  findEventLog(commandId: string): Promise<store.EventLogCollection | null>;
  /** The entries of one page of it; null when the page is not there. */
  eventLogPage(commandId: string, page: number): Promise<readonly unknown[] | null>;
  listTerminals(): Promise<readonly store.TerminalOverview[]>;
  listAlarms(which?: 'open' | 'all'): Promise<readonly store.Alarm[]>;
  /** @param name the person who looked into it; kept with the alarm */
  clearAlarm(id: number, name: string): Promise<Result<void, ClearAlarmError>>;
};

/** Who calls these has not signed in. */
const TOOL = { kind: 'tool' } as const;

export function createOperations(parts: {
  readonly database: store.CenterDatabase;
  readonly keeper: DirectiveKeeper;
  readonly changes: ChangeDesk;
  readonly commands: CommandDesk;
  readonly now: () => Date;
}): Operations {
  const { database, keeper, changes, commands, now } = parts;
  return {
    directive: () => keeper.current()?.directive ?? null,
    setDirective: (patch) => changes.changeDirectly(TOOL, patch),
    suspendMunicipality: (code, reason) => changes.suspendMunicipality(TOOL, code, reason),
    issueCommand: (terminalId, order) => commands.issue(terminalId, order),
    findCommand: (commandId) => store.findCommand(database, commandId),
    listEvents: (terminalId, page) => store.listEvents(database, terminalId, page),
    findEventLog: (commandId) => store.findEventLog(database, commandId),
    eventLogPage: (commandId, page) => store.eventLogPage(database, commandId, page),
    listTerminals: () => store.listTerminals(database),
    listAlarms: (which) => store.listAlarms(database, which),
    async clearAlarm(id, name) {
      const alarm = (await store.listAlarms(database)).find((candidate) => candidate.id === id);
      if (alarm === undefined) return err({ kind: 'no-open-alarm' });
      if (alarm.code === SUSPENSIONS.rightPerson) return err({ kind: 'needs-release' });
      return (await store.closeAlarm(database, id, name, now())) ? ok() : err({ kind: 'no-open-alarm' });
    },
  };
}
