/** Fills the center with other people's requests, which wait for a VRS that says nothing, until it lets nobody else in. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type ClientHttp2Session, connect } from 'node:http2';
import type { World } from '../environment/world.ts';

/** A little more than the center relays at once. */
const CROWD = 220;
const FULL_LIMIT_MS = 8_000;

/** Asks as `terminalId`, over its own certificate; resolves when the first of the crowd has been sent away. */
export async function fillCenter(world: World, terminalId: string): Promise<{ leave(): void }> {
  const { trust } = world.files;
  const terminal = trust.terminals.get(terminalId);
  if (terminal === undefined) throw new Error('This terminal has no certificate.');
  const session = connect(`https://127.0.0.1:${world.servers.center.said.port}`, {
    ca: await readFile(trust.lineCaFile),
    key: await readFile(terminal.keyFile),
    cert: await readFile(terminal.certificateFile),
  });
  session.on('error', () => {});
  try {
    await Promise.race([
      ...Array.from({ length: CROWD }, () => sentAway(session)),
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error('The center is never full.')), FULL_LIMIT_MS).unref();
      }),
    ]);
  } catch (cause) {
    session.destroy();
    throw cause;
  }
  return { leave: () => session.destroy() };
}

/** One more visit that asks for a challenge; resolves when it is told that the center is busy, and not at all otherwise. */
function sentAway(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    const request = session.request({
      ':method': 'POST',
      ':path': '/v1/challenges',
      'content-type': 'application/json',
    });
    let told = '';
    request.setEncoding('utf8');
    request.on('error', () => {});
    request.on('data', (text: string) => {
      told += text;
      if (told.includes('"BUSY"')) resolve();
    });
    request.end(JSON.stringify({ visitId: randomBytes(16).toString('base64url') }));
  });
}
