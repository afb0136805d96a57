/** The coin box: money in, faults, and whose the money is. */
import type { VNode } from 'preact';
import { COINS_YEN } from '../../messages/commands.ts';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Do, Fault, Folded, Panel } from '../parts.tsx';
import { CoinBoxPicture } from '../pictures/coin-box-picture.tsx';

const NOTE_YEN = 1000;

export function CoinBoxPanel({ coinBox, send }: { coinBox: BenchState['coinBox']; send: Send }): VNode {
  return (
    <Panel
      id="coin-box"
      en="Coin box"
      ja="硬貨・紙幣"
      status={statusOf(coinBox)}
      picture={
        <CoinBoxPicture
          escrowYen={coinBox.escrowYen}
          jammed={coinBox.jammed}
          inOrder={coinBox.connected && !coinBox.jammed && !coinBox.cannotPayOut}
        />
      }
    >
      <div class="row coins">
        {COINS_YEN.map((yen) => (
          <Do
            key={yen}
            name={`Insert ${yen} yen`}
            ja={`${yen}円`}
            rank="money"
            onPress={() => send({ kind: 'insert-money', yen })}
          >
            <span class={yen === NOTE_YEN ? 'note' : `coin coin-${yen}`}>{yen}</span>
          </Do>
        ))}
      </div>
      <Tallies coinBox={coinBox} />
      <Folded en="Coin box faults" ja="故障">
        <div class="row">
          <Fault
            present={coinBox.jammed}
            raise={{ name: 'Jam coin slot', ja: '硬貨を詰まらせる' }}
            mend={{ name: 'Clear coin slot', ja: '詰まりを直す' }}
            onTurn={(jammed) => send({ kind: 'set-coin-jam', jammed })}
          />
          <Fault
            present={coinBox.cannotPayOut}
            raise={{ name: 'Empty the change', ja: 'つり銭切れ' }}
            mend={{ name: 'Fill up the change', ja: 'つり銭を補充' }}
            onTurn={(cannot) => send({ kind: 'set-cannot-pay-out', cannot })}
          />
          <Fault
            present={!coinBox.connected}
            raise={{ name: 'Disconnect coin box', ja: '通信を切る' }}
            mend={{ name: 'Connect coin box', ja: '通信を戻す' }}
            onTurn={(disconnected) => send({ kind: 'set-coin-box-line', connected: !disconnected })}
          />
        </div>
      </Folded>
    </Panel>
  );
}

function statusOf(coinBox: BenchState['coinBox']): { text: string; tone: 'good' | 'busy' | 'bad' | 'off' } {
  if (!coinBox.connected) return { text: 'Disconnected', tone: 'bad' };
  if (coinBox.jammed) return { text: 'Jammed', tone: 'bad' };
  if (coinBox.cannotPayOut) return { text: 'No change', tone: 'bad' };
  return coinBox.escrowYen > 0 ? { text: 'Money in escrow', tone: 'busy' } : { text: 'Ready', tone: 'good' };
}

function Tallies({ coinBox }: { coinBox: BenchState['coinBox'] }): VNode {
  const sums = [
    ['Escrow', '預り中', coinBox.escrowYen],
    ['Kept', '収納', coinBox.keptYen],
    ['Change', 'お釣り', coinBox.changeYen],
    ['Returned', '返却', coinBox.returnedYen],
    ['Refunded', '返金', coinBox.refundedYen],
    ['Rejected', '素通り', coinBox.fellThroughYen],
  ] as const;
  return (
    <dl class="tallies">
      {sums.map(([en, ja, yen]) => (
        <div key={en} class={yen > 0 ? 'tally tally-some' : 'tally'}>
          <dt>
            {en}{' '}
            <span class="tally-ja" lang="ja">
              {ja}
            </span>
          </dt>
          <dd>¥{yen.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}
