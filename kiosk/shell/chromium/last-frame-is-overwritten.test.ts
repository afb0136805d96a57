/** What the shell keeps of a snapshot, it overwrites (invariant B). */
import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { connectedPage, HEARTBEAT_LIMIT_MS } from './connected-page.ts';
import { lastFrame } from './last-frame.ts';

const FRAME = Buffer.from('{"name":"見本　花子"}');

describe('the last frame', () => {
  it('wraps the snapshot without reading it', () => {
    const frame = lastFrame();
    frame.keep(FRAME);
    expect(frame.message()?.toString()).toBe('{"type":"snapshot","snapshot":{"name":"見本　花子"}}');
  });

  it('is a copy: what the caller does to its bytes changes nothing', () => {
    const frame = lastFrame();
    const mine = Buffer.from(FRAME);
    frame.keep(mine);
    mine.fill(0);
    expect(frame.message()?.includes(FRAME)).toBe(true);
  });

  it.each(['the next frame', 'wiping'])('is filled with zeros by %s', (how) => {
    const kept: Buffer[] = [];
    const alloc = vi.spyOn(Buffer, 'alloc').mockImplementation((size) => {
      const bytes = Buffer.from(new ArrayBuffer(size));
      kept.push(bytes);
      return bytes;
    });
    const frame = lastFrame();
    frame.keep(FRAME);
    const first = kept[0];
    expect(first?.equals(FRAME)).toBe(true);
    if (how === 'wiping') frame.wipe();
    else frame.keep(Buffer.from('{}'));
    alloc.mockRestore();
    expect(first?.every((byte) => byte === 0)).toBe(true);
  });

  it('is gone after wiping', () => {
    const frame = lastFrame();
    frame.keep(FRAME);
    frame.wipe();
    expect(frame.message()).toBeNull();
  });
});

/** A socket that sends when told to. */
class SlowSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly sent: { data: Buffer; done: () => void }[] = [];
  readonly closed: number[] = [];
  terminated = false;
  send(data: string | Buffer, _options: object, done: () => void): void {
    this.sent.push({ data: typeof data === 'string' ? Buffer.from(data) : data, done });
  }
  close(code: number): void {
    this.closed.push(code);
  }
  terminate(): void {
    this.terminated = true;
  }
}

function pageOn(socket: SlowSocket, messages: (Buffer | null)[]) {
  const reports: string[] = [];
  const page = connectedPage({
    socket,
    nextMessage: () => messages.shift() ?? null,
    onEvent: () => {},
    onClosed: () => {},
    report: (code) => reports.push(code),
  });
  return { page, reports };
}

describe('a connected page', () => {
  it('overwrites a message as soon as it has left', () => {
    const socket = new SlowSocket();
    const { page } = pageOn(socket, [Buffer.from(FRAME)]);
    page.push();
    expect(socket.sent[0]?.data.equals(FRAME)).toBe(true);
    socket.sent[0]?.done();
    expect(socket.sent[0]?.data.every((byte) => byte === 0)).toBe(true);
    socket.emit('close');
  });

  it('has one message under way, and skips to the newest after it', () => {
    const socket = new SlowSocket();
    const { page } = pageOn(socket, [Buffer.from('one'), Buffer.from('newest')]);
    page.push();
    page.push();
    page.push();
    expect(socket.sent).toHaveLength(1);
    socket.sent[0]?.done();
    expect(socket.sent.map(({ data }) => data.toString())).toEqual(['\0\0\0', 'newest']);
    socket.sent[1]?.done();
    expect(socket.sent).toHaveLength(2);
    socket.emit('close');
  });

  it('is cut off when it no longer beats, not before', () => {
    vi.useFakeTimers();
    try {
      const socket = new SlowSocket();
      const { reports } = pageOn(socket, []);
      vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS - 1);
      socket.emit('message', Buffer.from('{"type":"heartbeat","screenSeq":3}'), false);
      vi.advanceTimersByTime(HEARTBEAT_LIMIT_MS - 1);
      expect(socket.terminated).toBe(false);
      vi.advanceTimersByTime(1);
      expect(socket.terminated).toBe(true);
      expect(reports).toEqual(['heartbeat-missed']);
      socket.emit('close');
    } finally {
      vi.useRealTimers();
    }
  });
});
