/** The clerk's key: turned, it opens the store operator's screens, which then ask for the personal code. */
import type { VNode } from 'preact';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Do, Panel } from '../parts.tsx';
import { KeySwitchPicture } from '../pictures/key-switch-picture.tsx';

export function KeySwitchPanel({ keySwitch, send }: { keySwitch: BenchState['keySwitch']; send: Send }): VNode {
  return (
    <Panel
      id="key-switch"
      en="Staff key"
      ja="係員キー"
      status={keySwitch.open ? { text: 'Open', tone: 'busy' } : { text: 'Locked', tone: 'off' }}
      picture={<KeySwitchPicture open={keySwitch.open} />}
    >
      <div class="row">
        {keySwitch.open ? (
          <Do name="Turn key back" ja="キーを戻す" onPress={() => send({ kind: 'turn-key', open: false })} />
        ) : (
          <Do name="Turn key to open" ja="キーを「開」にする" onPress={() => send({ kind: 'turn-key', open: true })} />
        )}
      </div>
      <p class="remark">
        The clerk's code here is 123456. Or hold the top right corner of the kiosk for three seconds.
      </p>
    </Panel>
  );
}
