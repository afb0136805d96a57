/**
 * Makes the clips: `node kiosk/voice/make-clips.ts --voice PATH.htsvoice`. Needs Debian's open-jtalk,
 * open-jtalk-mecab-naist-jdic, espeak-ng and opus-tools. Clips whose words are unchanged are kept (`--all`: everything anew).
 * The traces of new Japanese words are printed, to be read by a person. Ends with code 1 when a sentence is read wrongly or a clip is
 * out of range: the manifest then lists what was right.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from './clips/check-clips.ts';
import { CLIP_ORDERS, type ClipOrder } from './clips/clip-words.ts';
import { CREDITS } from './clips/credits.ts';
import { makeClip, sha256Of } from './clips/make-one.ts';
import { CLIP_FOLDER, type ClipRecord, CREDITS_FILE, MANIFEST_FILE, type Manifest } from './clips/manifest.ts';
import { CLIP_LANGUAGES, clipPath } from './sentences/index.ts';

/** Each uses one core. */
const AT_ONCE = '2';

const { values } = parseArgs({
  options: { voice: { type: 'string' }, all: { type: 'boolean' }, 'at-once': { type: 'string', default: AT_ONCE } },
});
const atOnce = Number(values['at-once']);
if (values.voice === undefined || !Number.isSafeInteger(atOnce) || atOnce < 1) {
  process.stderr.write('Usage: node kiosk/voice/make-clips.ts --voice PATH.htsvoice [--all] [--at-once 2]\n');
  process.exitCode = 2;
} else {
  process.exitCode = await makeAll(values.voice, values.all === true);
}

/** The record of a clip that says these words already; `null` when it has to be made. */
async function kept(
  { language, id, words }: ClipOrder,
  records: ReadonlyMap<string, ClipRecord>,
): Promise<ClipRecord | null> {
  const record = records.get(clipPath(language, id));
  if (record?.text !== words.text || record.spoken !== (words.spoken ?? words.text)) return null;
  const bytes = await readFile(new URL(clipPath(language, id), CLIP_FOLDER)).catch(() => null);
  return bytes !== null && sha256Of(bytes) === record.sha256 ? record : null;
}

async function makeAll(voicePath: string, anew: boolean): Promise<number> {
  const japaneseVoiceSha256 = sha256Of(await readFile(voicePath));
  const last = anew ? null : (await readManifest()).unwrapOr(null);
  const usable = last?.japaneseVoiceSha256 === japaneseVoiceSha256 ? last.clips : [];
  const records = new Map(usable.map((record) => [clipPath(record.language, record.id), record]));
  const workFolder = await mkdtemp(join(tmpdir(), 'kofu-clips-'));
  const made = new Map<ClipOrder, ClipRecord>();
  const waiting: ClipOrder[] = [];
  // First of all: what is kept stands in every list that is written.
  for (const order of CLIP_ORDERS) {
    const old = await kept(order, records);
    if (old === null) waiting.push(order);
    else made.set(order, old);
  }
  let wrong = 0;
  /** Now and then too, so that a run that is broken off can be taken up again. */
  const save = async (): Promise<Manifest> => {
    // In the order of the tables, however the work was shared out.
    const clips = CLIP_ORDERS.flatMap((order) => made.get(order) ?? []);
    const manifest: Manifest = { v: 1, japaneseVoiceSha256, clips };
    await writeFile(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  };
  const work = async (): Promise<void> => {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      const clip = await makeClip(order, voicePath, workFolder);
      if (clip.isOk()) {
        made.set(order, clip.value);
        if (made.size % 20 === 0) await save();
        process.stdout.write(`${order.language} ${order.id} ${order.words.text} ${clip.value.trace}\n`);
      } else {
        wrong += 1;
        process.stderr.write(`${order.language} ${order.id} ${order.words.text} ${JSON.stringify(clip.error)}\n`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  const manifest = await save();
  await writeFile(CREDITS_FILE, CREDITS);
  if (wrong === 0) await removeUnlisted(manifest);
  return wrong > 0 ? 1 : 0;
}

async function removeUnlisted({ clips }: Manifest): Promise<void> {
  const listed = new Set(clips.map(({ language, id }) => clipPath(language, id)));
  for (const language of CLIP_LANGUAGES) {
    const folder = new URL(`voice/${language}/`, CLIP_FOLDER);
    for (const name of await readdir(folder)) {
      if (!listed.has(`voice/${language}/${name}`)) await rm(new URL(name, folder));
    }
  }
}
