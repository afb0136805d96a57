/** The session's end of the launch door: one line with an address, then silence until the host has gone. */
import { connect } from 'node:net';
import * as v from 'valibot';

export type Invitation = {
  /** A loopback address with a key for one use. */
  readonly startUrl: string;
  /** Resolves when the host that gave it has gone, or another session has come. */
  readonly over: Promise<void>;
  leave(): void;
};

const ANSWER_LIMIT_MS = 10_000;
const ANSWER_LIMIT_CHARACTERS = 500;
/** The browser is never sent anywhere but to this machine. */
const StartUrlSchema = v.pipe(v.string(), v.regex(/^http:\/\/127\.0\.0\.1:[0-9]{1,5}\/start\?k=[A-Za-z0-9_-]+$/));

/** Null when there is no host now, or it says something else than an address. */
export function askForStartUrl(door: string): Promise<Invitation | null> {
  return new Promise((resolve) => {
    const socket = connect(door);
    let heard = '';
    const over = new Promise<void>((done) => {
      socket.once('close', () => done());
    });
    const settle = (invitation: Invitation | null): void => {
      clearTimeout(timer);
      if (invitation === null) socket.destroy();
      resolve(invitation);
    };
    const timer = setTimeout(() => settle(null), ANSWER_LIMIT_MS);
    socket.setEncoding('utf8');
    socket.on('error', () => settle(null));
    void over.then(() => settle(null));
    socket.on('data', (text: string) => {
      heard += text;
      const line = heard.split('\n', 1)[0] ?? '';
      if (heard.length > ANSWER_LIMIT_CHARACTERS) settle(null);
      if (!heard.includes('\n')) return;
      const startUrl = v.safeParse(StartUrlSchema, line);
      settle(startUrl.success ? { startUrl: startUrl.output, over, leave: () => socket.destroy() } : null);
    });
  });
}
