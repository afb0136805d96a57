import { TextField } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';
import type { VolumeDraft } from './draft.ts';

const MOST = 24;

/** How loud the voice is at which time of the day; the usual volume otherwise. */
export function VolumeFields(props: {
  volumes: readonly VolumeDraft[];
  onChange: (volumes: readonly VolumeDraft[]) => void;
}) {
  const { texts } = useDesk();
  const { volumes, onChange } = props;
  const words = texts.directive;
  const change = (index: number, part: Partial<VolumeDraft>): void =>
    onChange(volumes.map((one, place) => (place === index ? { ...one, ...part } : one)));
  return (
    <div class="wide stacked">
      {volumes.length === 0 && <p class="hint">{words.usualVolume}</p>}
      {volumes.map((volume, index) => (
        <fieldset key={index} class="ask-row">
          <legend>{words.volumeNumber(index + 1)}</legend>
          <TextField
            label={words.from}
            value={volume.from}
            maxLength={5}
            onChange={(from) => change(index, { from })}
          />
          <TextField label={words.to} value={volume.to} maxLength={5} onChange={(to) => change(index, { to })} />
          <TextField
            label={words.percent}
            inputMode="numeric"
            value={volume.percent}
            maxLength={3}
            onChange={(percent) => change(index, { percent })}
          />
          <button
            type="button"
            class="quiet"
            onClick={() => onChange(volumes.filter((_, place) => place !== index))}
            aria-label={`${words.remove}: ${words.volumeNumber(index + 1)}`}
          >
            {words.remove}
          </button>
        </fieldset>
      ))}
      <div>
        <button
          type="button"
          class="quiet"
          disabled={volumes.length >= MOST}
          onClick={() => onChange([...volumes, { from: '22:00', to: '24:00', percent: '40' }])}
        >
          {words.addVolume}
        </button>
      </div>
    </div>
  );
}
