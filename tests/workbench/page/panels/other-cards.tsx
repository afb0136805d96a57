/** Things people lay on a reader that are no individual-number card. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { BenchCommand } from '../../messages/commands.ts';
import type { Send } from '../link.ts';
import { Choice, Do } from '../parts.tsx';

type OtherCard = Extract<BenchCommand, { kind: 'lay-other-card' }>['card'];

const CARDS: readonly (readonly [OtherCard, string])[] = [
  ['transit-card', 'Transit card · 交通系ICカード'],
  ['jpki-only-card', 'Card with JPKI only · 電子証明書のみ'],
  ['android-phone', 'Android phone · スマートフォン'],
  ['iphone', 'iPhone'],
  ['unknown-class', 'Unknown card · 不明なカード'],
];

export function OtherCards({ disabled, send }: { disabled: boolean; send: Send }): VNode {
  const [card, setCard] = useState<OtherCard>('transit-card');
  return (
    <div class="row row-bottom">
      <Choice label="Other card" ja="別のカード" value={card} options={CARDS} onChoose={setCard} />
      <Do
        name="Lay other card down"
        ja="別のカードを置く"
        disabled={disabled}
        onPress={() => send({ kind: 'lay-other-card', card })}
      />
    </div>
  );
}
