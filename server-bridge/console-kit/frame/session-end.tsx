import { useEffect, useState } from 'preact/hooks';
import { clockText } from '../texts/when.ts';
import { useKitDesk } from './kit-desk.ts';

const WARN_MS = 120_000;
const LOOK_MS = 5_000;

/** Warns of the session's end, and takes everything off the screen when it has come. */
export function SessionEnd({ onStay, onEnded }: { onStay: () => void; onEnded: () => void }) {
  const { session, client, texts, language } = useKitDesk();
  // The idle time is the center's own: how much was left when this session's message came.
  const [begun, setBegun] = useState({ session, atMs: Date.now() });
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => setBegun({ session, atMs: Date.now() }), [session]);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), LOOK_MS);
    return () => clearInterval(timer);
  }, []);

  const idleLeftMs = Math.max(0, Date.parse(begun.session.idleEndsAt) - begun.atMs);
  const idleEndMs = Math.max(begun.atMs, client.lastActiveMs()) + idleLeftMs;
  const endMs = Date.parse(session.endsAt);
  const over = nowMs >= Math.min(idleEndMs, endMs) && !client.isTransferring();
  useEffect(() => {
    if (over) onEnded();
  }, [over]);

  const forGood = endMs - nowMs < WARN_MS && endMs <= idleEndMs;
  if (!forGood && idleEndMs - nowMs >= WARN_MS) return null;
  return (
    <div class="session-end" role="alert">
      <p>
        {forGood
          ? texts.frame.endsForGood(clockText(language, endMs))
          : texts.frame.endsSoon(clockText(language, idleEndMs))}
      </p>
      {!forGood && (
        <button type="button" class="primary" onClick={onStay}>
          {texts.frame.stay}
        </button>
      )}
    </div>
  );
}
