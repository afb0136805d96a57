/** Levers behind the kiosk: issuance center and record system. Only those that there are. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Do, Panel, Words } from '../parts.tsx';

type Control = BenchState['control'];

export function ControlPanel({ control, send }: { control: Control; send: Send }): VNode | null {
  const { service, municipality, stopVrs, startVrs, rightPerson } = control;
  if (!(service || municipality || stopVrs || startVrs || rightPerson)) return null;
  return (
    <Panel id="control" en="Behind the kiosk" ja="センターとVRS" status={{ text: 'Center and VRS', tone: 'off' }}>
      {service || rightPerson ? (
        <div class="row">
          {service ? (
            <>
              <Do
                name="Service off"
                ja="サービス休止"
                rank="fault"
                onPress={() => send({ kind: 'set-service', on: false })}
              />
              <Do name="Service on" ja="サービス開始" onPress={() => send({ kind: 'set-service', on: true })} />
            </>
          ) : null}
          {rightPerson ? (
            <Do
              name="Release the hold"
              ja="本人確認の停止を解除"
              onPress={() => send({ kind: 'release-right-person' })}
            />
          ) : null}
        </div>
      ) : null}
      {stopVrs || startVrs ? (
        <div class="row">
          {stopVrs ? (
            <Do name="Stop VRS" ja="VRSを停止" rank="fault" onPress={() => send({ kind: 'set-vrs', running: false })} />
          ) : null}
          {startVrs ? (
            <Do name="Start VRS" ja="VRSを起動" onPress={() => send({ kind: 'set-vrs', running: true })} />
          ) : null}
        </div>
      ) : null}
      {municipality ? <Municipality control={control} send={send} /> : null}
    </Panel>
  );
}

function Municipality({ control, send }: { control: Control; send: Send }): VNode {
  const [code, setCode] = useState(control.municipalities[0]?.code ?? '');
  const complete = /^[0-9]{6}$/.test(code);
  const set = (takingPart: boolean): void => send({ kind: 'set-municipality', code, takingPart });
  return (
    <div class="row row-bottom">
      <label class="choice">
        <Words en="Municipality code" ja="市区町村コード" />
        <input
          aria-label="Municipality code"
          inputMode="numeric"
          maxLength={6}
          list="municipalities"
          value={code}
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <datalist id="municipalities">
          {control.municipalities.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </datalist>
      </label>
      <Do name="Leave service" ja="参加をやめる" rank="fault" disabled={!complete} onPress={() => set(false)} />
      <Do name="Take part" ja="参加する" disabled={!complete} onPress={() => set(true)} />
    </div>
  );
}
