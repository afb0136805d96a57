import {
  AnswerFrame,
  addressOf,
  Badge,
  Facts,
  instantText,
  Panel,
  said,
  useAnswer,
} from '../../../console-kit/index.ts';
import { type TerminalPage as Terminal, TerminalPageSchema } from '../../console-api/fleet.ts';
import { CommandsSchema } from '../../console-api/orders.ts';
import { prefectureName } from '../fleet/prefectures.ts';
import { useDesk } from '../frame/desk.ts';
import { StandingBadge } from '../parts/standing-badge.tsx';
import { Certificates } from './certificates.tsx';
import { Collections } from './collections.tsx';
import { Commands } from './commands.tsx';
import { deviceKind } from './device-kind.ts';
import { History } from './history.tsx';
import { Orders } from './orders.tsx';
import { TerminalAlarms } from './terminal-alarms.tsx';

const EVERY_MS = 5_000;

/** One terminal: how it is, what it was told, what it has reported. */
export function TerminalPage({ terminalId }: { terminalId: string }) {
  const { texts, client, may } = useDesk();
  const id = encodeURIComponent(terminalId);
  const answer = useAnswer(
    terminalId,
    (background) => client.get(TerminalPageSchema, `/operations/fleet/terminals/${id}`, background),
    EVERY_MS,
  );
  const commands = useAnswer(
    terminalId,
    (background) => client.get(CommandsSchema, `/operations/commands?terminalId=${id}`, background),
    EVERY_MS,
  );
  return (
    <>
      <p class="crumb">
        <a href={addressOf(['terminals'])}>{texts.terminal.back}</a>
      </p>
      <div class="page-head">
        <h1>{terminalId}</h1>
        {answer.value !== null && <StandingBadge standing={answer.value.standing} />}
        {answer.value?.storeName != null && <p>{answer.value.storeName}</p>}
        {may('enrol') && (
          <a href={addressOf(['registration'], { terminals: terminalId })}>{texts.terminal.registration}</a>
        )}
      </div>
      <AnswerFrame answer={answer}>
        {(terminal) => (
          <>
            <Condition terminal={terminal} />
            <TerminalAlarms terminalId={terminalId} />
            {may('command') && <Orders terminal={terminal} onOrdered={commands.refresh} />}
            <Commands answer={commands} />
            <Collections terminalId={terminalId} />
            <History terminalId={terminalId} />
            <Certificates terminalId={terminalId} registered={terminal.serial !== null} />
          </>
        )}
      </AnswerFrame>
    </>
  );
}

function Condition({ terminal }: { terminal: Terminal }) {
  const { texts, language } = useDesk();
  const { words, frame } = texts;
  const text = (value: string | number | null): string => (value === null ? frame.nothing : String(value));
  const when = (at: string | null): string => (at === null ? frame.nothing : instantText(language, at));
  const behind = terminal.wantedVersion !== null && terminal.directiveVersion !== terminal.wantedVersion;
  return (
    <div class="columns thirds">
      <Panel title={texts.terminal.condition}>
        <Facts
          facts={[
            [texts.terminal.state, terminal.state === null ? frame.nothing : said(words.states, terminal.state)],
            [texts.terminal.cause, terminal.cause === null ? frame.nothing : said(words.causes, terminal.cause)],
            [texts.terminal.suspendedFor, text(terminal.suspendedFor)],
            [
              texts.terminal.presence,
              `${said(words.presences, terminal.presence)}, ${texts.terminal.since(when(terminal.presenceAt))}`,
            ],
            [texts.terminal.seen, when(terminal.seenAt)],
            [
              texts.alarms.title,
              terminal.openAlarms === 0 ? (
                frame.none
              ) : (
                <a href={addressOf(['alarms'], { terminalId: terminal.terminalId })}>{terminal.openAlarms}</a>
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title={`${texts.terminal.devices} · ${texts.terminal.supplies}`}>
        {terminal.devices === null ? (
          <p>{texts.terminal.neverReported}</p>
        ) : (
          <Facts
            facts={Object.entries(terminal.devices).map(([device, state]) => [
              said(words.devices, device),
              <Badge key={device} kind={deviceKind(state)} text={said(words.deviceStates, state)} />,
            ])}
          />
        )}
        <ul class="supplies">
          {terminal.warnings.length === 0 && <li>{texts.terminal.suppliesFine}</li>}
          {terminal.warnings.map((warning) => (
            <li key={warning}>
              <Badge kind="warn" text={said(words.supplies, warning)} />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={`${texts.terminal.place} · ${texts.terminal.directive}`}>
        <Facts
          facts={[
            [texts.terminal.store, text(terminal.storeName)],
            [texts.terminal.storeId, text(terminal.storeId)],
            [texts.list.chain, text(terminal.chain)],
            [texts.list.prefecture, prefectureName(language, terminal.prefecture)],
            [texts.terminal.serial, text(terminal.serial)],
            [texts.list.build, text(terminal.build)],
            [
              texts.terminal.obeys,
              <>
                {text(terminal.directiveVersion)}{' '}
                <Badge
                  kind={behind ? 'warn' : 'good'}
                  text={behind ? texts.terminal.behind : texts.terminal.upToDate}
                />
              </>,
            ],
            [texts.terminal.wanted, text(terminal.wantedVersion)],
            [
              texts.terminal.certificates,
              terminal.certificate === null
                ? frame.nothing
                : `${texts.terminal.expires}: ${when(terminal.certificate.expiresAt)}`,
            ],
          ]}
        />
      </Panel>
    </div>
  );
}
