/** Fills the center with other people's requests, which wait for a VRS that says nothing, until it lets nobody else in. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type ClientHttp2Session, connect } from 'node:http2';
import type { World } from '../environment/world.ts';

/** Together more than the center relays at once; a terminal has one connection, which may ask for so many things at once and no more. */
const REQUESTS_EACH = 4;
/** Between an answer and asking again. */
const PAUSE_MS = 300;
const FULL_LIMIT_MS = 30_000;

/**
 * Asks as each of `terminalIds`, over their own certificates; resolves when one of the crowd has been told that the center is busy. They
 * go on asking until they leave.
 *
 * @param standStill stops VRS; called when the center is connected to it
 */
export async function fillCenter(
  world: World,
  terminalIds: readonly string[],
  standStill: () => void,
): Promise<{ leave(): void }> {
  const sessions = await Promise.all(terminalIds.map((terminalId) => connectAs(world, terminalId)));
  const leave = (): void => {
    for (const session of sessions) session.destroy();
  };
  // A center that is not connected to VRS gives up connecting to one that stands still, and its places fall free.
  const [first] = sessions;
  while (first !== undefined && !(await answerOf(first)).includes('"challenge')) {
    if (first.destroyed) throw new Error('The center cannot be asked.');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  standStill();
  const full = Promise.withResolvers<void>();
  const limit = setTimeout(() => full.reject(new Error('The center is never full.')), FULL_LIMIT_MS);
  for (const session of sessions)
    for (let place = 0; place < REQUESTS_EACH; place += 1) void keepAsking(session, full.resolve);
  try {
    await full.promise;
    return { leave };
  } catch (cause) {
    leave();
    throw cause;
  } finally {
    clearTimeout(limit);
  }
}

async function connectAs(world: World, terminalId: string): Promise<ClientHttp2Session> {
  const { trust } = world.files;
  const terminal = trust.terminals.get(terminalId);
  if (terminal === undefined) throw new Error('This terminal has no certificate.');
  const session = connect(`https://127.0.0.1:${world.servers.center.said.port}`, {
    ca: await readFile(trust.lineCaFile),
    key: await readFile(terminal.keyFile),
    cert: await readFile(terminal.certificateFile),
  });
  session.on('error', () => {});
  return session;
}

async function keepAsking(session: ClientHttp2Session, busy: () => void): Promise<void> {
  while (!session.destroyed && !session.closed) {
    if ((await answerOf(session)).includes('"BUSY"')) busy();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What one more visit is told that asks for a challenge; empty where it is told nothing. */
function answerOf(session: ClientHttp2Session): Promise<string> {
  return new Promise((resolve) => {
    let told = '';
    const request = session.request({
      ':method': 'POST',
      ':path': '/v1/challenges',
      'content-type': 'application/json',
    });
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      told += text;
    });
    request.on('error', () => {});
    request.once('close', () => resolve(told));
    request.end(JSON.stringify({ visitId: randomBytes(16).toString('base64url') }));
  });
}
