/** Keeps the line's certificate renewed: asks in time, tries the new one, holds the old one until the new one has worked. */
import type { ClientHttp2Session } from 'node:http2';
import type { CheckedLineConfiguration } from './configuration.ts';
import type { Credential, CredentialStore } from './credentials.ts';
import { type LineDelays, pauseMs } from './delays.ts';
import { askForNext, isLastChance, renewalDueMs } from './renewal.ts';

export type KeepRenewed = {
  /** What is shown to a center, one after the other until one is let in: a new certificate before the one that has worked. */
  choices(): readonly Credential[];
  /** This process cannot use it: it stays where it is for the next one. */
  unusable(credential: Credential): void;
  /** A center has said that it does not open the line. */
  refused(credential: Credential): void;
  /** A center has let it in. */
  accepted(shown: Credential): Promise<void>;
  /** Watches over a connection. @returns what ends it */
  during(connection: { readonly session: ClientHttp2Session; close(): void }): () => void;
};

export function keepRenewed(parts: {
  readonly credentials: CredentialStore;
  readonly checked: CheckedLineConfiguration;
  readonly delays: LineDelays;
  readonly random: () => number;
  readonly now: () => Date;
  readonly report: (code: 'CERTIFICATE_RENEWED' | 'RENEWAL_FAILED' | 'NEW_CERTIFICATE_REFUSED') => void;
  /** Whether the connection may be changed now. */
  readonly isFree: () => boolean;
}): KeepRenewed {
  const { credentials, checked, delays, random, now, report, isFree } = parts;
  const pauses = { firstPauseMs: delays.firstRenewalPauseMs, longestPauseMs: delays.longestRenewalPauseMs };
  let failures = 0;
  let notBeforeMs = 0;
  let life: AbortController | null = null;
  const left = new WeakSet<Credential>();
  const refused = new WeakSet<Credential>();

  const failed = (code: 'RENEWAL_FAILED' | 'NEW_CERTIFICATE_REFUSED'): void => {
    failures += 1;
    notBeforeMs = now().getTime() + pauseMs(pauses, failures, random);
    report(code);
  };

  const renew = async (session: ClientHttp2Session, signal: AbortSignal): Promise<void> => {
    const { terminalId, token } = checked;
    const timeoutMs = delays.renewalMs;
    const keepKey = credentials.keepNextKey;
    const credential = await askForNext(session, { terminalId, token, timeoutMs, signal, now, keepKey });
    if (credential === null) return failed('RENEWAL_FAILED');
    await credentials.keepNext(credential);
  };

  return {
    choices() {
      const next = credentials.next();
      return next === null || left.has(next) ? [credentials.current()] : [next, credentials.current()];
    },
    unusable(credential) {
      left.add(credential);
    },
    refused(credential) {
      refused.add(credential);
    },
    async accepted(shown) {
      if (shown === credentials.next()) {
        failures = 0;
        // Where the disk refuses, this process goes on with the new one, and the next finds it beside the old.
        await credentials.promote().catch(() => undefined);
        report('CERTIFICATE_RENEWED');
        return;
      }
      const next = credentials.next();
      if (next === null || left.has(next)) return;
      // A connection that came to nothing says nothing: the center may have noted the use of the new one, and then the old one is
      // over at any moment. Only its own word is a refusal; otherwise the new one is shown again after a pause.
      if (!refused.has(next)) return failed('RENEWAL_FAILED');
      await credentials.dropNext().catch(() => undefined);
      failed('NEW_CERTIFICATE_REFUSED');
    },
    during(connection) {
      life?.abort();
      const ours = new AbortController();
      life = ours;
      let working = false;
      const look = async (): Promise<void> => {
        const next = credentials.next();
        const nowMs = now().getTime();
        if (nowMs < notBeforeMs) return;
        const { certificate } = credentials.current();
        if (next !== null && !isLastChance(certificate, nowMs)) {
          if (!left.has(next) && isFree()) connection.close();
          return;
        }
        if (nowMs < renewalDueMs(certificate)) return;
        await renew(connection.session, ours.signal);
      };
      const timer = setInterval(() => {
        if (working) return;
        working = true;
        look()
          .catch(() => failed('RENEWAL_FAILED'))
          .finally(() => {
            working = false;
          });
      }, delays.renewalLookMs);
      return () => {
        clearInterval(timer);
        ours.abort();
      };
    },
  };
}
