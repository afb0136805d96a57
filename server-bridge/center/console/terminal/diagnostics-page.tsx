import {
  AnswerFrame,
  addressOf,
  Badge,
  Facts,
  instantText,
  numberText,
  Panel,
  said,
  saveFile,
  useAnswer,
} from '../../../console-kit/index.ts';
import type { Diagnostics } from '../../../protocol/index.ts';
import { DiagnosticsAnswerSchema } from '../../console-api/orders.ts';
import { useDesk } from '../frame/desk.ts';
import { deviceKind } from './device-kind.ts';

/** What a terminal told of itself on an order: numbers and enumerated words. */
export function DiagnosticsPage({ terminalId, commandId }: { terminalId: string; commandId: string }) {
  const { texts, client, language } = useDesk();
  const answer = useAnswer(
    commandId,
    (background) =>
      client.get(DiagnosticsAnswerSchema, `/operations/diagnostics/${encodeURIComponent(commandId)}`, background),
    null,
  );
  const { diagnostics } = texts;
  return (
    <>
      <p class="crumb">
        <a href={addressOf(['terminals', terminalId])}>{diagnostics.back(terminalId)}</a>
      </p>
      <div class="page-head">
        <h1>{diagnostics.title}</h1>
        {answer.value !== null && (
          <p class="hint">
            {answer.value.diagnostics.terminalId} ·{' '}
            {diagnostics.received(instantText(language, answer.value.receivedAt))}
          </p>
        )}
      </div>
      <AnswerFrame answer={answer}>
        {(told) => (
          <>
            <Told told={told.diagnostics} />
            <div class="buttons">
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  saveFile(
                    new Blob([`${JSON.stringify(told, null, 2)}\n`], { type: 'application/json' }),
                    `${told.diagnostics.terminalId}-diagnostics.json`,
                  )
                }
              >
                {diagnostics.download}
              </button>
            </div>
          </>
        )}
      </AnswerFrame>
    </>
  );
}

function Told({ told }: { told: Diagnostics }) {
  const { texts, language } = useDesk();
  const { diagnostics, frame, words } = texts;
  const number = (value: number): string => numberText(language, value);
  const { uptimeSeconds, memoryMebibytes, disk, versions, line, clockOffsetMs } = told;
  return (
    <div class="columns">
      <Panel title={diagnostics.software}>
        <Facts
          facts={[
            [diagnostics.at, instantText(language, told.at)],
            [texts.list.build, told.build],
            [diagnostics.node, versions.node ?? frame.nothing],
            [diagnostics.kernel, versions.kernel ?? frame.nothing],
            [diagnostics.hostUp, diagnostics.duration(uptimeSeconds.host)],
            [diagnostics.machineUp, diagnostics.duration(uptimeSeconds.machine)],
          ]}
        />
      </Panel>
      <Panel title={diagnostics.machine}>
        <Facts
          facts={[
            [diagnostics.hostMemory, diagnostics.mebibytes(number(memoryMebibytes.host))],
            [
              diagnostics.memory,
              diagnostics.availableOf(number(memoryMebibytes.available), number(memoryMebibytes.total)),
            ],
            [
              diagnostics.disk,
              disk === null
                ? diagnostics.notAsked
                : diagnostics.availableOf(number(disk.freeMebibytes), number(disk.totalMebibytes)),
            ],
            [
              diagnostics.clock,
              clockOffsetMs === null ? diagnostics.notMeasured : diagnostics.milliseconds(number(clockOffsetMs)),
            ],
          ]}
        />
      </Panel>
      <Panel title={diagnostics.line}>
        <Facts
          facts={[
            [
              diagnostics.connected,
              line.connectedSeconds === null
                ? said(words.presences, 'disconnected')
                : diagnostics.duration(line.connectedSeconds),
            ],
            [diagnostics.connects, number(line.connects)],
            [diagnostics.disconnects, number(line.disconnects)],
            [diagnostics.unsent, number(line.unsentEvents)],
          ]}
        />
      </Panel>
      <Panel title={`${texts.terminal.devices} · ${texts.terminal.supplies}`}>
        <Facts
          facts={Object.entries(told.devices).map(([device, state]) => [
            said(words.devices, device),
            <Badge key={device} kind={deviceKind(state)} text={said(words.deviceStates, state)} />,
          ])}
        />
        <ul class="supplies">
          {told.warnings.length === 0 && <li>{texts.terminal.suppliesFine}</li>}
          {told.warnings.map((warning) => (
            <li key={warning}>
              <Badge kind="warn" text={said(words.supplies, warning)} />
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
