/** The page of municipal staff in a browser, against a listener that says what a test wants. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Script,
  type ScriptedListener,
  startScriptedListener,
} from '../../../console-kit/testing/scripted-listener.ts';
import { goTo, openStudio, type Studio } from '../../../console-kit/testing/studio.ts';
import { buildStaffPage } from '../build.ts';

export type StaffStage = {
  readonly listener: ScriptedListener;
  readonly studio: Studio;
  /** The page anew, at this address, with nothing of before. */
  begin(hash: string, script: Script): Promise<void>;
  close(): Promise<void>;
};

export async function openStaffStage(
  script: Script,
  o: { readonly width?: number; readonly height?: number; readonly dark?: boolean } = {},
): Promise<StaffStage> {
  const out = await mkdtemp(join(tmpdir(), 'kofu-staff-page-'));
  (await buildStaffPage(out))._unsafeUnwrap();
  const listener = await startScriptedListener(out, script);
  const studio = await openStudio(o);
  return {
    listener,
    studio,
    async begin(hash, next) {
      await studio.page.goto('about:blank');
      listener.script = next;
      listener.forget();
      await goTo(studio.page, listener.origin, hash);
    },
    async close() {
      await studio.close();
      await listener.close();
      await rm(out, { recursive: true, force: true });
    },
  };
}
