/** The cashless terminal: touch a card or phone, and what its issuer says. */
import type { VNode } from 'preact';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Do, Fault, Folded, Panel } from '../parts.tsx';
import { CashlessPicture } from '../pictures/cashless-picture.tsx';

export function CashlessPanel({ cashless, send }: { cashless: BenchState['cashless']; send: Send }): VNode {
  return (
    <Panel
      id="cashless"
      en="Cashless terminal"
      ja="キャッシュレス"
      status={statusOf(cashless)}
      picture={<CashlessPicture {...cashless} />}
    >
      <div class="row">
        <Do
          name="Touch card or phone"
          ja="タッチして支払う"
          rank="main"
          onPress={() => send({ kind: 'touch-cashless', outcome: 'accepted' })}
        />
      </div>
      <p class="remark">
        ¥{cashless.capturedYen.toLocaleString('en')} paid, ¥{cashless.voidedYen.toLocaleString('en')} let go, ¥
        {cashless.refundedYen.toLocaleString('en')} refunded
      </p>
      <Folded en="Cashless faults" ja="故障">
        <div class="row">
          <Do
            name="Touch, declined"
            ja="使えないカード"
            rank="fault"
            onPress={() => send({ kind: 'touch-cashless', outcome: 'declined' })}
          />
          <Do
            name="Touch, answer lost"
            ja="返事が届かない"
            rank="fault"
            onPress={() => send({ kind: 'touch-cashless', outcome: 'unheard' })}
          />
          <Fault
            present={!cashless.connected}
            raise={{ name: 'Disconnect cashless terminal', ja: '通信を切る' }}
            mend={{ name: 'Connect cashless terminal', ja: '通信を戻す' }}
            onTurn={(disconnected) => send({ kind: 'set-cashless-line', connected: !disconnected })}
          />
        </div>
      </Folded>
    </Panel>
  );
}

function statusOf(cashless: BenchState['cashless']): { text: string; tone: 'good' | 'busy' | 'bad' | 'off' } {
  if (!cashless.connected) return { text: 'Disconnected', tone: 'bad' };
  if (cashless.heldYen > 0) return { text: 'Authorised', tone: 'busy' };
  return cashless.waiting ? { text: 'Waiting for a touch', tone: 'good' } : { text: 'Ready', tone: 'good' };
}
