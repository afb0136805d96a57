/**
 * Where an upload waits until it is whole: a file without a name, encrypted under a key that exists only in this process's memory
 * (V12). The file is unlinked as soon as it is open, so that the kernel takes it away however the process ends; what a power cut
 * might leave on the disk opens for nobody.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FileFault } from './file-fault.ts';

const FRAME_BYTES = 65_536;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const NAME_PATTERN = /^import-[0-9a-f]{32}\.spool$/;

export type Spool = {
  /** @throws FileFault `disk-full` */
  append(bytes: Uint8Array): Promise<void>;
  /** Writes what is left; nothing can be appended after it. */
  finish(): Promise<void>;
  /** The bytes from the start, in pieces. @throws where they are not those that were written */
  read(): AsyncGenerator<Buffer>;
  /** Forgets key and file. May be called more than once. */
  erase(): Promise<void>;
};

/** Opens a file that nobody else can open. Tests give one that is full. */
export type OpenSpoolFile = () => Promise<Pick<FileHandle, 'write' | 'read' | 'close'>>;

export function spoolFilesIn(folder: string): OpenSpoolFile {
  return async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `import-${randomBytes(16).toString('hex')}.spool`);
    const file = await open(path, 'wx+', 0o600);
    try {
      await unlink(path);
    } catch (cause) {
      await file.close();
      throw cause;
    }
    return file;
  };
}

/** Removes names that a process left which died between opening and unlinking. */
export async function removeSpoolNames(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => NAME_PATTERN.test(one))) {
    await unlink(join(folder, name)).catch(() => undefined);
  }
}

export async function openSpool(openFile: OpenSpoolFile): Promise<Spool> {
  const file = await openFile().catch((cause: unknown) => {
    throw new FileFault('disk-full', null, { cause });
  });
  const key = randomBytes(32);
  const frame = Buffer.alloc(FRAME_BYTES);
  let filled = 0;
  let frames = 0;
  let place = 0;
  let lengths: { readonly full: number; readonly last: number } | null = null;
  let erased = false;

  /** The frame's number is its nonce: the key is used for this file alone. */
  const nonceOf = (index: number) => {
    const nonce = Buffer.alloc(NONCE_BYTES);
    nonce.writeUIntBE(index, NONCE_BYTES - 6, 6);
    return nonce;
  };

  const flush = async (): Promise<void> => {
    if (filled === 0) return;
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frames), { authTagLength: TAG_BYTES });
    const sealed = Buffer.concat([cipher.update(frame.subarray(0, filled)), cipher.final(), cipher.getAuthTag()]);
    frame.fill(0, 0, filled);
    let written = 0;
    while (written < sealed.length) {
      const done = await file.write(sealed, written, sealed.length - written, place).catch((cause: unknown) => {
        throw new FileFault('disk-full', null, { cause });
      });
      if (done.bytesWritten === 0) throw new FileFault('disk-full');
      written += done.bytesWritten;
      place += done.bytesWritten;
    }
    frames += 1;
    filled = 0;
  };

  return {
    async append(bytes) {
      if (lengths !== null || erased) throw new Error('the spool is closed');
      for (let from = 0; from < bytes.length; ) {
        const take = Math.min(FRAME_BYTES - filled, bytes.length - from);
        frame.set(bytes.subarray(from, from + take), filled);
        filled += take;
        from += take;
        if (filled === FRAME_BYTES) await flush();
      }
    },
    async finish() {
      const last = filled;
      await flush();
      lengths = { full: last === 0 ? frames : frames - 1, last };
    },
    async *read() {
      if (lengths === null || erased) throw new Error('the spool is not ready');
      const { full, last } = lengths;
      let from = 0;
      for (let index = 0; index < full + (last === 0 ? 0 : 1); index += 1) {
        const sealed = Buffer.alloc((index < full ? FRAME_BYTES : last) + TAG_BYTES);
        for (let got = 0; got < sealed.length; ) {
          const { bytesRead } = await file.read(sealed, got, sealed.length - got, from + got);
          if (bytesRead === 0) throw new Error('the spool is shorter than it was written');
          got += bytesRead;
        }
        from += sealed.length;
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: TAG_BYTES });
        decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
        const opened = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
        decipher.final();
        yield opened;
        // The reader has copied it by the time it asks for the next.
        opened.fill(0);
      }
    },
    async erase() {
      if (erased) return;
      erased = true;
      key.fill(0);
      frame.fill(0);
      await file.close();
    },
  };
}
