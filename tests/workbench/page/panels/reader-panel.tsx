/** The card reader: who stands there, and what is done with the card. */
import type { VNode } from 'preact';
import type { BenchCard, BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Choice, Do, Fault, Folded, Panel } from '../parts.tsx';
import { ReaderPicture } from '../pictures/reader-picture.tsx';
import { CardFaults } from './card-faults.tsx';
import { OtherCards } from './other-cards.tsx';

const FULL_TRIES = 3;

export function ReaderPanel({ state, send }: { state: BenchState; send: Send }): VNode {
  const { reader, people, chosenPersonId, chosenCard } = state;
  const card = reader.card;
  const person = people.find(({ id }) => id === chosenPersonId);
  return (
    <Panel
      id="reader"
      en="Card reader"
      ja="カードリーダー"
      status={statusOf(reader)}
      picture={
        <ReaderPicture
          plugged={reader.plugged}
          card={card}
          handCard={chosenCard}
          onLay={() => send({ kind: 'lay-card' })}
          onTake={() => send({ kind: 'take-card' })}
        />
      }
    >
      <Choice
        label="Person"
        ja="人"
        wide
        value={chosenPersonId}
        options={people.map(({ id, name, remark }) => [id, `${name} · ${remark}`] as const)}
        onChoose={(personId) => send({ kind: 'choose-person', personId })}
      />
      {person === undefined ? null : <p class="remark">{person.remark}</p>}
      {person === undefined ? null : (
        <dl class="person">
          <div class="pin">
            <dt>
              PIN <span lang="ja">暗証番号</span>
            </dt>
            <dd>{person.pin}</dd>
          </div>
          <div>
            <dt>
              Tries left <span lang="ja">残り</span>
            </dt>
            <dd>
              <Tries card={chosenCard} />
            </dd>
          </div>
          <div>
            <dt>
              Born <span lang="ja">生年月日</span>
            </dt>
            <dd>{person.birthDate.replace(/^(....)(..)(..)$/, '$1-$2-$3')}</dd>
          </div>
        </dl>
      )}
      <div class="row">
        <Do
          name="Lay card down"
          ja="カードを置く"
          rank="main"
          disabled={card !== null}
          onPress={() => send({ kind: 'lay-card' })}
        />
        <Do
          name="Take card"
          ja="カードを取る"
          rank="main"
          disabled={card === null}
          onPress={() => send({ kind: 'take-card' })}
        />
        <Do name="New card" ja="新しいカード" onPress={() => send({ kind: 'new-card' })} />
      </div>
      <Folded en="Other cards and faults" ja="その他のカードと故障">
        <OtherCards disabled={card !== null} send={send} />
        <CardFaults card={card ?? chosenCard} send={send} />
        <div class="row">
          <Fault
            present={!reader.plugged}
            raise={{ name: 'Unplug reader', ja: 'リーダーを外す' }}
            mend={{ name: 'Plug reader in', ja: 'リーダーをつなぐ' }}
            onTurn={(unplugged) => send({ kind: 'set-reader-plugged', plugged: !unplugged })}
          />
        </div>
      </Folded>
    </Panel>
  );
}

function statusOf({ plugged, card }: BenchState['reader']): { text: string; tone: 'good' | 'busy' | 'bad' | 'off' } {
  if (!plugged) return { text: 'Unplugged', tone: 'bad' };
  if (card === null) return { text: 'Empty', tone: 'off' };
  if (card.mute) return { text: 'Mute card', tone: 'bad' };
  return { text: `Card there · ${card.commandCount} commands`, tone: 'good' };
}

function Tries({ card }: { card: BenchCard }): VNode {
  const left = card.pinTriesLeft ?? 0;
  return (
    <span class="tries" role="img" aria-label={`${left} of ${FULL_TRIES} tries left`}>
      {[1, 2, 3].map((number) => (
        <span key={number} class={number <= left ? 'try try-left' : 'try'} />
      ))}
    </span>
  );
}
