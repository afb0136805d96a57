/** What a clerk does at the coin box: door, jammed coins, change. */
import type { VNode } from 'preact';
import { Arrow, Coin, Picture } from './pieces.tsx';

function CoinDoor({ children }: { children: VNode }): VNode {
  return (
    <Picture>
      <rect class="draw-shade" x="200" y="20" width="200" height="276" rx="14" />
      <circle class="draw-coin" cx="270" cy="90" r="22" />
      <path class="draw-slot" d="M240 170h120M240 210h120M240 250h120" />
      <path class="draw-tone" d="M200 20 96 50v226l104 20z" />
      <circle class="draw-ink" cx="120" cy="164" r="10" />
      {children}
    </Picture>
  );
}

export function OpenCoinDoor(): VNode {
  return (
    <CoinDoor>
      <path class="draw-arrow" d="M180 190q-70 40-136 0M74 168l-30 22 18 34" />
    </CoinDoor>
  );
}

export function CloseCoinDoor(): VNode {
  return (
    <CoinDoor>
      <path class="draw-arrow" d="M44 190q66 40 136 0M144 172l36 18-16 34" />
    </CoinDoor>
  );
}

export function ClearCoins(): VNode {
  return (
    <Picture>
      <rect class="draw-tone" x="90" y="14" width="176" height="292" rx="18" />
      <path class="draw-line" d="M128 46v110q0 30 30 30h30M226 46v92" />
      <Coin x={178} y={100} scale={0.72} />
      <Arrow x={250} y={100} to="right" />
      <path class="draw-shade" d="M316 216h128l-16 70h-96z" />
      <Coin x={380} y={198} scale={0.5} />
    </Picture>
  );
}

export function FillChange(): VNode {
  return (
    <Picture>
      {[70, 200, 330].map((x, index) => (
        <g key={x}>
          <rect class="draw-tone" x={x} y="120" width="84" height="182" rx="12" />
          {Array.from({ length: 3 + index }, (_, coin) => (
            <rect key={coin} class="draw-coin" x={x + 12} y={272 - coin * 22} width="60" height="18" rx="6" />
          ))}
        </g>
      ))}
      <Coin x={112} y={62} scale={0.7} />
      <Arrow x={242} y={14} to="down" />
      <Arrow x={372} y={14} to="down" />
    </Picture>
  );
}
