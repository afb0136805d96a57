import { describe, expect, it } from 'vitest';
import { VirtualScanner } from './virtual-scanner.ts';

const ZONE = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
const never = () => new AbortController().signal;

describe('the scanner', () => {
  it('reads a page that lies there', async () => {
    const scanner = new VirtualScanner();
    scanner.lay(ZONE);
    const scanned = await scanner.scan({ signal: never(), timeoutMs: 1_000 });
    expect(scanned._unsafeUnwrap().documentNumber).toBe('L898902C3');
  });

  it('waits for a page', async () => {
    const scanner = new VirtualScanner();
    const scanning = scanner.scan({ signal: never(), timeoutMs: 5_000 });
    scanner.lay(ZONE);
    expect((await scanning).isOk()).toBe(true);
  });

  it('tells a page that it cannot read, and reads the next', async () => {
    const scanner = new VirtualScanner();
    scanner.lay(ZONE.replace('L898902C3', 'L898902C8'));
    const unreadable = await scanner.scan({ signal: never(), timeoutMs: 1_000 });
    expect(unreadable._unsafeUnwrapErr()).toEqual({
      kind: 'unreadable',
      cause: { kind: 'mrz-check-digit', field: 'documentNumber' },
    });
    scanner.lay(ZONE);
    expect((await scanner.scan({ signal: never(), timeoutMs: 1_000 })).isOk()).toBe(true);
  });

  it('gives up after its limit, at a signal, and without a cable', async () => {
    const scanner = new VirtualScanner();
    expect((await scanner.scan({ signal: never(), timeoutMs: 10 }))._unsafeUnwrapErr()).toEqual({ kind: 'timed-out' });
    const controller = new AbortController();
    const scanning = scanner.scan({ signal: controller.signal, timeoutMs: 5_000 });
    controller.abort();
    expect((await scanning)._unsafeUnwrapErr()).toEqual({ kind: 'aborted' });
    const waiting = scanner.scan({ signal: never(), timeoutMs: 5_000 });
    scanner.unplug();
    expect((await waiting)._unsafeUnwrapErr()).toEqual({ kind: 'no-scanner' });
    expect((await scanner.scan({ signal: never(), timeoutMs: 10 }))._unsafeUnwrapErr()).toEqual({ kind: 'no-scanner' });
    scanner.plug();
    scanner.lay(ZONE);
    scanner.takeAway();
    expect((await scanner.scan({ signal: never(), timeoutMs: 10 }))._unsafeUnwrapErr()).toEqual({ kind: 'timed-out' });
  });

  it('scans once at a time', async () => {
    const scanner = new VirtualScanner();
    const scanning = scanner.scan({ signal: never(), timeoutMs: 50 });
    await expect(scanner.scan({ signal: never(), timeoutMs: 50 })).rejects.toThrow('one scan at a time');
    await scanning;
  });
});
