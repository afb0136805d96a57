import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { err, ok, type Result } from 'neverthrow';
import { startPcscdRig, type VirtualCard, VirtualReader } from '../virtual/index.ts';

type Tell = (line: string) => void;
type OpenedSlot = { readonly hands: VirtualReader; readonly howToReach: readonly string[]; end(): Promise<void> };

/**
 * Keeps a reader open with this card on it, for other programs of this machine, until the signal. Every line of
 * `input` takes the card away or lays it down again; counters and planned faults stay with the card.
 */
export async function insertCard(options: {
  card: VirtualCard;
  reader: 'pcsc' | 'virtual';
  input: NodeJS.ReadableStream;
  signal: AbortSignal;
  tell: Tell;
}): Promise<Result<void, string>> {
  const { card, reader, input, signal, tell } = options;
  const opened = reader === 'pcsc' ? await openBehindService() : ok(await openServed());
  if (opened.isErr()) return err(opened.error);
  const { hands, howToReach, end } = opened.value;
  const lines = createInterface({ input });
  try {
    hands.insert(card);
    for (const line of howToReach) tell(line);
    tell('the card is laid down; Enter takes it away or lays it down, Ctrl-C ends');
    lines.on('line', () => tell(moveCard(hands, card)));
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return ok();
  } finally {
    lines.close();
    await end();
  }
}

function moveCard(hands: VirtualReader, card: VirtualCard): string {
  if (hands.card === undefined) {
    hands.insert(card);
    return 'laid down';
  }
  hands.remove();
  return 'taken away';
}

async function openBehindService(): Promise<Result<OpenedSlot, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'card-'));
  const rig = await startPcscdRig({ directory });
  if (rig.isErr()) {
    await rm(directory, { recursive: true, force: true });
    return err(`no private PC/SC service: ${rig.error.kind}`);
  }
  const { reader, socketPath, readerNames } = rig.value;
  return ok({
    hands: reader,
    howToReach: [
      `reader "${readerNames[0]}" of the PC/SC service at ${socketPath}`,
      `for example: PCSCLITE_CSOCK_NAME=${socketPath} opensc-tool --reader 0 --name`,
      `             npm run card -- read --socket ${socketPath}`,
    ],
    end: async () => {
      await rig.value.stop();
      await rm(directory, { recursive: true, force: true });
    },
  });
}

async function openServed(): Promise<OpenedSlot> {
  const hands = new VirtualReader();
  const { host, port, close } = await hands.serve({ host: '127.0.0.1', port: 0 });
  return {
    hands,
    howToReach: [
      `virtual reader, served at ${host}:${port}`,
      `for example: npm run card -- read --served ${host}:${port}`,
    ],
    end: close,
  };
}
