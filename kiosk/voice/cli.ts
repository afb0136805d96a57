/**
 * The voice by hand: `node kiosk/voice/cli.ts list` shows every clip with its words and how they are read, `check` whether tables, files and manifest
 * belong together (with `--measure` also how loud each clip is; needs ffmpeg).
 */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { checkClips, checkFolder, measuredAgain, readManifest } from './clips/check-clips.ts';

const CommandSchema = v.picklist(['list', 'check']);

/** The exit code: 0 all well, 1 a fault, 2 not understood. */
async function run(): Promise<number> {
  const parsed = parseArgs({ allowPositionals: true, strict: false, options: { measure: { type: 'boolean' } } });
  const command = v.safeParse(CommandSchema, parsed.positionals[0]);
  if (!command.success || parsed.positionals.length !== 1) {
    console.error('Usage: node kiosk/voice/cli.ts list | check [--measure]');
    return 2;
  }
  const manifest = await readManifest();
  if (manifest.isErr()) {
    console.error(manifest.error.kind);
    return 1;
  }
  const { clips } = manifest.value;
  if (command.output === 'list') {
    for (const { language, id, durationMs, integratedLufs, text, trace } of clips) {
      console.log(
        `${language}  ${id.padEnd(24)} ${(durationMs / 1000).toFixed(1)} s ${integratedLufs} LUFS  ${text}  ${trace}`,
      );
    }
    return 0;
  }
  const faults = [...(await checkClips(manifest.value)), ...(await checkFolder(manifest.value))];
  for (const { clip, fault } of faults) console.error(`${clip}: ${fault}`);
  let outOfRange = 0;
  if (parsed.values['measure'] === true) {
    for (const record of clips) {
      const inRange = await measuredAgain(record);
      if (inRange.isOk() && inRange.value) continue;
      outOfRange += 1;
      console.error(
        `${record.language} ${record.id}: ${inRange.isErr() ? inRange.error.kind : 'loudness-out-of-range'}`,
      );
    }
  }
  const bytes = clips.reduce((sum, record) => sum + record.bytes, 0);
  console.log(`${clips.length} clips, ${bytes} bytes, ${faults.length + outOfRange} faults`);
  return faults.length + outOfRange === 0 ? 0 : 1;
}

process.exitCode = await run();
