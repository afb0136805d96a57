import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { SignInSchema } from '../../staff-access/sign-in-messages.ts';
import type { Client } from '../client/client.ts';
import type { Problem } from '../client/problem.ts';
import { TextField } from '../parts/field.tsx';
import type { KitTexts } from '../texts/kit-en.ts';
import { problemText } from '../texts/problem-text.ts';
import type { KitSession } from './kit-desk.ts';

export function SignIn<Session extends KitSession>(props: {
  texts: KitTexts;
  client: Client;
  sessionSchema: v.GenericSchema<unknown, Session>;
  ended: boolean;
  onSignedIn: (session: Session) => void;
}) {
  const { texts, client, sessionSchema, ended, onSignedIn } = props;
  const [staffId, setStaffId] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');

  async function submit(): Promise<void> {
    const message = v.safeParse(SignInSchema, { staffId: staffId.trim(), password, code: code.replace(/\s/g, '') });
    if (!message.success) return setTold(texts.signIn.malformed);
    setBusy(true);
    setTold(texts.frame.sending);
    const answer = await client.postFor(sessionSchema, '/console/sign-in', message.output);
    setBusy(false);
    // A code counts once: whatever was wrong, the next attempt needs another.
    setCode('');
    if (answer.isOk()) return onSignedIn(answer.value);
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
      {ended && <p class="note">{texts.frame.ended}</p>}
      <TextField label={texts.signIn.staffId} value={staffId} onChange={setStaffId} autoComplete="username" required />
      <TextField
        label={texts.signIn.password}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        required
      />
      <TextField
        label={texts.signIn.code}
        hint={texts.signIn.codeHint}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={7}
        required
      />
      <p class="told" role="status">
        {told}
      </p>
      <button type="submit" class="primary" disabled={busy}>
        {texts.signIn.submit}
      </button>
    </form>
  );
}

function refusalText(texts: KitTexts, problem: Problem): string {
  if (problem.kind === 'refused') return problem.word === 'refused' ? texts.signIn.refused : texts.signIn.malformed;
  if (problem.kind === 'too-many') return texts.signIn.locked(problem.waitSeconds);
  return problemText(texts, problem);
}
