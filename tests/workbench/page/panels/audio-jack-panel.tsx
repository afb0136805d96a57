/** Somebody's headphones: plugged in, the kiosk speaks everything to them and works by its keypad. */
import type { VNode } from 'preact';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Do, Panel } from '../parts.tsx';
import { AudioJackPicture } from '../pictures/audio-jack-picture.tsx';

export function AudioJackPanel({ audioJack, send }: { audioJack: BenchState['audioJack']; send: Send }): VNode {
  const { plugged } = audioJack;
  const plug = (plugged: boolean): void => send({ kind: 'plug-headphones', plugged });
  return (
    <Panel
      id="audio-jack"
      en="Headphones"
      ja="イヤホン"
      status={plugged ? { text: 'Plugged in', tone: 'busy' } : { text: 'Out', tone: 'off' }}
      picture={<AudioJackPicture plugged={plugged} onPlug={plug} />}
    >
      <div class="row">
        {plugged ? (
          <Do name="Pull headphones out" ja="イヤホンを抜く" onPress={() => plug(false)} />
        ) : (
          <Do name="Plug headphones in" ja="イヤホンを差す" onPress={() => plug(true)} />
        )}
      </div>
      <p class="remark">
        Plugged in, the kiosk speaks every screen. The sound itself comes from this computer, wherever it is heard.
      </p>
    </Panel>
  );
}
