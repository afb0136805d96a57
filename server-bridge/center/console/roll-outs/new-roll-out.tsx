import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { Panel, SelectField, said, TextField, useOrder } from '../../../console-kit/index.ts';
import { NewRollOutSchema, RollOutSchema } from '../../console-api/orders.ts';
import { ScopeChoice, scopeOf, WHOLE_FLEET } from '../directive/scope-choice.tsx';
import { useDesk } from '../frame/desk.ts';

/** Orders that make sense for many; those that name a person's look into one machine do not. */
const KINDS = [
  'suspend',
  'resume',
  'refresh-directive',
  'restart-when-idle',
  'restart-shell',
  'collect-diagnostics',
] as const;
const USUAL = { stages: '1, 10, 100', success: '95', stageMinutes: '60', stopAt: '5' };

/** A form for an order to many; what is submitted waits for another person. */
export function NewRollOut({ onDrafted }: { onDrafted: () => void }) {
  const { texts, client, tell } = useDesk();
  const { busy, send } = useOrder();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('refresh-directive');
  const [scope, setScope] = useState(WHOLE_FLEET);
  const [numbers, setNumbers] = useState(USUAL);
  const words = texts.rollOuts;

  async function submit(): Promise<void> {
    const stagesPercent = numbers.stages.split(/[,、\s]+/).map(numberOf);
    const rising = stagesPercent.every((percent, index) => index === 0 || percent > (stagesPercent[index - 1] ?? 0));
    const message = v.safeParse(NewRollOutSchema, {
      order: { kind },
      scope: scopeOf(scope),
      stagesPercent,
      successPercent: numberOf(numbers.success),
      stageMinutes: numberOf(numbers.stageMinutes),
      stopAtFailurePercent: numberOf(numbers.stopAt),
    });
    if (!message.success || !rising || stagesPercent.at(-1) !== 100) {
      return tell({ kind: 'problem', text: words.invalid });
    }
    const drafted = await send(
      () => client.postFor(RollOutSchema, '/operations/roll-outs', message.output),
      texts.frame.sending,
    );
    if (drafted === null) return;
    tell({ kind: 'done', text: words.submitted(drafted.value.rollOutId) });
    setNumbers(USUAL);
    onDrafted();
  }

  const field = (name: keyof typeof USUAL, label: string) => (
    <TextField
      label={label}
      value={numbers[name]}
      onChange={(value) => setNumbers({ ...numbers, [name]: value })}
      maxLength={40}
      required
    />
  );
  return (
    <Panel title={words.newOne}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SelectField
          label={words.order}
          value={kind}
          options={KINDS.map((one) => [one, said(texts.words.orders, one)] as const)}
          onChange={(chosen) => setKind(KINDS.find((one) => one === chosen) ?? 'refresh-directive')}
        />
        <ScopeChoice scope={scope} onChange={setScope} />
        {field('stages', words.stages)}
        {field('success', words.success)}
        {field('stageMinutes', words.stageMinutes)}
        {field('stopAt', words.stopAt)}
        <div class="wide">
          <button type="submit" class="primary" disabled={busy}>
            {words.submit}
          </button>
        </div>
      </form>
    </Panel>
  );
}

/** A whole number, or none, which no schema takes. */
function numberOf(text: string): number {
  return /^[0-9]{1,5}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}
