/**
 * Sends one copy to the page printer and follows it to its confirmed end (invariant E). The host writes its journal before
 * paper may move, and the bytes are the very bytes that passed the release check.
 */
import { createHash } from 'node:crypto';
import { mayHavePrinted, type PagePrinter, type PrintJobEvent } from '../../../printing/index.ts';
import type { DeviceEvent, Printed, PrintPhase } from '../machine/actor-contracts.ts';
import type { HostLink } from './host-link.ts';
import type { Vault } from './vault.ts';

/** How long one copy may wait for a clerk to load paper or open a cover. */
const ATTENTION_LIMIT_MS = 300_000;

export async function printCopy(
  o: { printer: PagePrinter; vault: Vault; link: HostLink; notify: (event: DeviceEvent) => void },
  phase: PrintPhase,
  signal: AbortSignal,
): Promise<Printed> {
  const certificate = o.vault.certificate;
  if (certificate === null) return { type: 'failed' };
  const digest = createHash('sha256').update(certificate.pdf).digest('hex');
  if (digest !== certificate.digest) {
    o.link.send({ type: 'right-person-failed', fault: 'page-changed-after-check' });
    return { type: 'right-person' };
  }
  const permit = await o.link.ask(
    { type: 'request-print', copy: phase.copy, copies: phase.copies },
    'print-permit',
    signal,
  );
  if (permit === null || !permit.permitted) return { type: 'failed' };
  const result = await o.printer.print(certificate.pdf, {
    pages: certificate.pages,
    signal,
    attentionLimitMs: ATTENTION_LIMIT_MS,
    onEvent: (event) => notifyOf(event, o.notify),
  });
  // Certain that nothing came out, or "ask the clerk": a cancelled or lost job may have printed.
  const end = result.isOk() ? 'confirmed' : mayHavePrinted(result.error) ? 'uncertain' : 'failed';
  o.link.send({ type: 'copy-ended', copy: phase.copy, end });
  return { type: end };
}

function notifyOf(event: PrintJobEvent, notify: (event: DeviceEvent) => void): void {
  switch (event.kind) {
    case 'attention':
      notify({ type: 'PRINTER.attention', cause: event.cause });
      return;
    case 'attention-cleared':
    case 'accepted':
    case 'printing':
      notify({ type: 'PRINTER.working' });
      return;
    default: {
      const never: never = event;
      throw new Error(`Unknown print event ${String(never)}`);
    }
  }
}
