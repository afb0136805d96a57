import { useState } from 'preact/hooks';
import type { Client } from '../client/client.ts';
import type { Problem } from '../client/problem.ts';
import { TextField } from '../parts/field.tsx';
import type { KitTexts } from '../texts/kit-en.ts';
import { problemText } from '../texts/problem-text.ts';

const LEAST_CHARACTERS = 12;

/** Nothing else is possible until this is done. */
export function ChangePassword(props: { texts: KitTexts; client: Client; onChanged: () => void }) {
  const { texts, client, onChanged } = props;
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');

  async function submit(): Promise<void> {
    if (next.length < LEAST_CHARACTERS) return setTold(texts.signIn.tooShort);
    if (next !== repeat) return setTold(texts.signIn.different);
    setBusy(true);
    setTold(texts.frame.sending);
    const answer = await client.post('/console/password', { present, next });
    setBusy(false);
    if (answer.isOk()) return onChanged();
    setTold(refusalText(texts, answer.error));
  }

  return (
    <form
      class="entrance-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <p>{texts.signIn.changeWhy}</p>
      <TextField
        label={texts.signIn.present}
        value={present}
        onChange={setPresent}
        type="password"
        autoComplete="current-password"
        required
      />
      <TextField
        label={texts.signIn.next}
        hint={texts.signIn.nextHint}
        value={next}
        onChange={setNext}
        type="password"
        autoComplete="new-password"
        maxLength={128}
        required
      />
      <TextField
        label={texts.signIn.repeat}
        value={repeat}
        onChange={setRepeat}
        type="password"
        autoComplete="new-password"
        maxLength={128}
        required
      />
      <p class="told" role="status">
        {told}
      </p>
      <button type="submit" class="primary" disabled={busy}>
        {texts.signIn.change}
      </button>
    </form>
  );
}

function refusalText(texts: KitTexts, problem: Problem): string {
  if (problem.kind === 'too-many') return texts.signIn.locked(problem.waitSeconds);
  if (problem.kind !== 'refused') return problemText(texts, problem);
  switch (problem.word) {
    case 'refused':
      return texts.signIn.wrongPresent;
    case 'unfit':
      return texts.signIn.unfit;
    case 'used-before':
      return texts.signIn.usedBefore;
    default:
      return problemText(texts, problem);
  }
}
