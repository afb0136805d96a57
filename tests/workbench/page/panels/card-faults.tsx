/** Faults for the card on the reader, or for the chosen person's card before it is laid down. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PlannedFault } from '../../messages/commands.ts';
import type { BenchCard } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Choice, Do, Fault } from '../parts.tsx';

const FAULTS = {
  'pulled-before': { text: 'Pulled before the command · 引き抜き（前）', fault: { kind: 'removed', when: 'before' } },
  'pulled-during': { text: 'Pulled during the answer · 引き抜き（途中）', fault: { kind: 'removed', when: 'during' } },
  'pulled-after': { text: 'Pulled after the command · 引き抜き（後）', fault: { kind: 'removed', when: 'after' } },
  silent: { text: 'Silent · 応答なし', fault: { kind: 'silent' } },
  garbage: { text: 'Garbage · 不正な応答', fault: { kind: 'garbage' } },
  reset: { text: 'Reset · リセット', fault: { kind: 'reset' } },
  'one-try': { text: 'Says one try left · 残り1回と答える', fault: { kind: 'tries-counter-wrong', tries: 1 } },
  'no-tries': { text: 'Says no tries left · 残り0回と答える', fault: { kind: 'tries-counter-wrong', tries: 0 } },
} as const satisfies Record<string, { text: string; fault: PlannedFault }>;
type FaultName = keyof typeof FAULTS;

const NAMES: readonly FaultName[] = [
  'pulled-before',
  'pulled-during',
  'pulled-after',
  'silent',
  'garbage',
  'reset',
  'one-try',
  'no-tries',
];
const MOST_COMMANDS = 500;

export function CardFaults({ card, send }: { card: BenchCard; send: Send }): VNode {
  const [name, setName] = useState<FaultName>('pulled-before');
  const [commandsFromNow, setCommandsFromNow] = useState(3);
  return (
    <>
      <div class="row row-bottom">
        <Choice
          label="Card fault"
          ja="カードの故障"
          value={name}
          options={NAMES.map((one) => [one, FAULTS[one].text] as const)}
          onChoose={setName}
        />
        <label class="choice">
          <span class="words">
            <span class="en">Commands from now</span>
            <span class="ja" lang="ja">
              何番目
            </span>
          </span>
          <input
            type="number"
            aria-label="Commands from now"
            min={1}
            max={MOST_COMMANDS}
            value={commandsFromNow}
            onInput={({ currentTarget }) => {
              const number = currentTarget.valueAsNumber;
              if (Number.isInteger(number) && number >= 1 && number <= MOST_COMMANDS) setCommandsFromNow(number);
            }}
          />
        </label>
        <Do
          name="Plan card fault"
          ja="仕掛ける"
          rank="fault"
          onPress={() => send({ kind: 'plan-card-fault', fault: FAULTS[name].fault, commandsFromNow })}
        />
      </div>
      {card.plannedFaults.length === 0 ? null : (
        <ul class="planned" aria-label="Planned card faults">
          {card.plannedFaults.map(({ atCommand, fault }) => (
            <li key={`${atCommand} ${fault}`}>
              command {atCommand}: {fault}
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <Do
          name="Clear card faults"
          ja="故障を取り消す"
          rank="mend"
          disabled={card.plannedFaults.length === 0}
          onPress={() => send({ kind: 'clear-card-faults' })}
        />
        <Fault
          present={card.mute}
          raise={{ name: 'Mute card', ja: '応答しないカード' }}
          mend={{ name: 'Unmute card', ja: '応答するカード' }}
          onTurn={(mute) => send({ kind: 'set-card-mute', mute })}
        />
      </div>
    </>
  );
}
