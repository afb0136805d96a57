/** What staff of the center can do. The staff listener and the operations page call these, nothing deeper. */
import type { Result } from 'neverthrow';
import type { Command, Directive, LocalizedText, MunicipalityCode, TerminalId } from '../protocol/index.ts';
import type { AlarmCare, AlarmCareError } from './alarms/index.ts';
import type { CommandDesk, CommandError, CommandOrder } from './command-desk.ts';
import type {
  ChangeDesk,
  DirectChange,
  DirectiveChangeError,
  DirectiveInForce,
  DirectiveKeeper,
  SuspendError,
} from './directives/index.ts';
import * as store from './store/index.ts';

export type ClearAlarmError = AlarmCareError;

export type Operations = {
  directive(): Directive | null;
  /** Replaces members of the directive: a new version, signed, stored and pushed. */
  setDirective(patch: DirectChange): Promise<Result<DirectiveInForce, DirectiveChangeError>>;
  /** Takes a municipality out of service at once (K8); the reason is shown to residents. */
  suspendMunicipality(code: MunicipalityCode, reason: LocalizedText): Promise<Result<DirectiveInForce, SuspendError>>;
  /** Orders something of the terminal's present process; it expires, and its result is awaited in the store. */
  issueCommand(terminalId: TerminalId, order: CommandOrder): Promise<Result<Command, CommandError>>;
  /** What became of a command, with the terminal's own result. */
  findCommand(commandId: string): Promise<store.KeptCommand | null>;
  /** A page of what a terminal reported. */
  listEvents(terminalId: TerminalId, page: store.EventsPage): Promise<readonly store.KeptEvent[]>;
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
  readonly alarms: AlarmCare;
}): Operations {
  const { database, keeper, changes, commands, alarms } = parts;
  return {
    directive: () => keeper.current()?.directive ?? null,
    setDirective: (patch) => changes.changeDirectly(TOOL, patch),
    suspendMunicipality: (code, reason) => changes.suspendMunicipality(TOOL, code, reason),
    issueCommand: (terminalId, order) => commands.issue(TOOL, terminalId, order),
    findCommand: (commandId) => store.findCommand(database, commandId),
    listEvents: (terminalId, page) => store.listEvents(database, terminalId, page),
    findEventLog: (commandId) => store.findEventLog(database, commandId),
    eventLogPage: (commandId, page) => store.eventLogPage(database, commandId, page),
    listTerminals: () => store.listTerminals(database),
    listAlarms: (which) => store.listAlarms(database, which),
    clearAlarm: (id, name) => alarms.clear(id, TOOL, name),
  };
}
