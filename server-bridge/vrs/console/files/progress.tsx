import { useId } from 'preact/hooks';
import { numberText } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';

/** How much of something is done: drawn, and in figures. */
export function Progress(props: { label: string; done: number; all: number; unit: string }) {
  const { language } = useDesk();
  const id = useId();
  const { label, done, all, unit } = props;
  return (
    <div class="progress">
      <label for={id}>{label}</label>
      <progress id={id} max={Math.max(1, all)} value={Math.min(done, all)} />
      <span class="hint">
        {numberText(language, done)} / {numberText(language, all)} {unit}
      </span>
    </div>
  );
}
