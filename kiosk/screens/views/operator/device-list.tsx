/** Every device and the line with their condition; sign and words say the same, colour only repeats it. */
import type { VNode } from 'preact';
import { DEVICE_NAMES, type DeviceName, type DeviceUnion } from '../../../../server-bridge/protocol/index.ts';
import { Icon, type Sign } from '../../parts/icons.tsx';
import type { ScreenOf } from '../../screen-of.ts';
import { conditionWords } from '../../spoken/device-words.ts';
import type { OperatorTexts } from '../../texts/operator-texts.ts';

type Condition = DeviceUnion[DeviceName];

/** The sign before a condition: fit, worth knowing, or to be mended. */
const SIGNS: Record<Condition, Sign> = {
  ready: 'check',
  empty: 'check',
  locked: 'check',
  occupied: 'information',
  open: 'information',
  'not-fitted': 'minus',
  unknown: 'clock',
  paper: 'warning',
  jam: 'warning',
  cover: 'warning',
  toner: 'warning',
  attention: 'warning',
  absent: 'warning',
  'no-change': 'warning',
  'coin-jam': 'warning',
};

export function DeviceList({
  screen: { devices, lineUp },
  operator: { home, devices: words },
}: {
  screen: ScreenOf<'operator-home'>;
  operator: OperatorTexts;
}): VNode {
  return (
    <section>
      <h2 class="small-heading">{home.devices}</h2>
      <dl class="conditions">
        {DEVICE_NAMES.map((device) => (
          <div class={`condition condition-${SIGNS[devices[device]]}`} key={device}>
            <dt>{words[device].name}</dt>
            <dd>
              <Icon sign={SIGNS[devices[device]]} />
              {conditionWords(device, devices, words)}
            </dd>
          </div>
        ))}
        <div class={lineUp ? 'condition condition-check' : 'condition condition-warning'}>
          <dt>{home.line}</dt>
          <dd>
            <Icon sign={lineUp ? 'check' : 'warning'} />
            {lineUp ? home.lineStates.up : home.lineStates.down}
          </dd>
        </div>
      </dl>
    </section>
  );
}
