/**
 * Makes every clip anew: `node kiosk/voice/make-clips.ts --voice PATH.htsvoice`. Needs Debian's open-jtalk,
 * open-jtalk-mecab-naist-jdic, espeak-ng, ffmpeg and opus-tools. Stops with code 1 when a sentence is read wrongly or a clip is
 * out of range; the clips that were right are kept, the manifest is written only when all are.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CREDITS } from './clips/credits.ts';
import { CLIP_ORDERS, makeClip, sha256Of } from './clips/make-one.ts';
import { type ClipRecord, CREDITS_FILE, MANIFEST_FILE, type Manifest } from './clips/manifest.ts';

const { values } = parseArgs({ options: { voice: { type: 'string' } } });
if (values.voice === undefined) {
  process.stderr.write('Usage: node kiosk/voice/make-clips.ts --voice PATH.htsvoice\n');
  process.exitCode = 2;
} else {
  process.exitCode = await makeAll(values.voice);
}

async function makeAll(voicePath: string): Promise<number> {
  const japaneseVoiceSha256 = sha256Of(await readFile(voicePath));
  const workFolder = await mkdtemp(join(tmpdir(), 'kofu-clips-'));
  const clips: ClipRecord[] = [];
  let wrong = 0;
  try {
    for (const order of CLIP_ORDERS) {
      const clip = await makeClip(order, voicePath, workFolder);
      if (clip.isOk()) {
        clips.push(clip.value);
        process.stdout.write(`${order.language} ${order.id} ${clip.value.durationMs} ms\n`);
      } else {
        wrong += 1;
        process.stderr.write(`${order.language} ${order.id} ${JSON.stringify(clip.error)}\n`);
      }
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  if (wrong > 0) return 1;
  const manifest: Manifest = { v: 1, japaneseVoiceSha256, clips };
  await writeFile(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(CREDITS_FILE, CREDITS);
  return 0;
}
