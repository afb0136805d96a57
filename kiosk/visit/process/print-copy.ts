/**
 * Sends one sheet to the page printer and follows it to its confirmed end (invariant E): a copy that is paid for, or a defective
 * one again. The host writes its journal before paper may move, and the bytes are the very bytes that passed the release check.
 */
import { createHash } from 'node:crypto';
import {
  mayHavePrinted,
  type PagePrinter,
  type PrintJobEvent,
  type RenderedCertificate,
} from '../../../printing/index.ts';
import type { CopyPrinted, DeviceEvent, Printed, PrintPhase } from '../machine/actor-contracts.ts';
import type { HostLink } from './host-link.ts';
import type { Vault } from './vault.ts';

/** How long one copy may wait for a clerk to load paper or open a cover. */
const ATTENTION_LIMIT_MS = 300_000;

type Printing = { printer: PagePrinter; vault: Vault; link: HostLink; notify: (event: DeviceEvent) => void };

/** Prints one copy, once the host has permitted it. */
export async function printCopy(o: Printing, phase: PrintPhase, signal: AbortSignal): Promise<CopyPrinted> {
  const page = checkedPage(o);
  if (page.type !== 'page') return page;
  const permit = await o.link.ask(
    { type: 'request-print', copy: phase.copy, copies: phase.copies },
    'print-permit',
    signal,
  );
  if (permit === null) return { type: 'failed' };
  if (!permit.permitted) return { type: 'not-permitted' };
  const end = await printSheet(o, page.certificate, signal);
  o.link.send({ type: 'copy-ended', copy: phase.copy, end });
  return { type: end };
}

/** Prints a defective sheet again. The host has permitted it with the clerk's code, and waits to hear how it ended. */
export async function printAgain(o: Printing, { reprint }: { reprint: number }, signal: AbortSignal): Promise<Printed> {
  const page = checkedPage(o);
  if (page.type !== 'page') {
    o.link.send({ type: 'reprint-ended', reprint, end: 'failed' });
    return page;
  }
  const end = await printSheet(o, page.certificate, signal);
  o.link.send({ type: 'reprint-ended', reprint, end });
  return { type: end };
}

/** The page to be printed, if it still is the one that passed the release check. */
function checkedPage({
  vault,
  link,
}: Printing): { type: 'page'; certificate: RenderedCertificate } | { type: 'failed' } | { type: 'right-person' } {
  const certificate = vault.certificate;
  if (certificate === null) return { type: 'failed' };
  const digest = createHash('sha256').update(certificate.pdf).digest('hex');
  if (digest === certificate.digest) return { type: 'page', certificate };
  link.send({ type: 'right-person-failed', fault: 'page-changed-after-check' });
  return { type: 'right-person' };
}

async function printSheet(
  o: Printing,
  certificate: RenderedCertificate,
  signal: AbortSignal,
): Promise<'confirmed' | 'failed' | 'uncertain'> {
  const result = await o.printer.print(certificate.pdf, {
    pages: certificate.pages,
    signal,
    attentionLimitMs: ATTENTION_LIMIT_MS,
    onEvent: (event) => notifyOf(event, o.notify),
  });
  // Certain that nothing came out, or "ask the clerk": a cancelled or lost job may have printed.
  return result.isOk() ? 'confirmed' : mayHavePrinted(result.error) ? 'uncertain' : 'failed';
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
