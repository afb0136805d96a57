/** One file on its way: how far it is, until VRS has the last byte. Leaving the page breaks it off. */
import type { Result } from 'neverthrow';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client, Problem } from '../../../console-kit/index.ts';

export type Upload = {
  /** Bytes out of all; null where nothing is on its way. */
  readonly progress: { readonly sent: number; readonly all: number } | null;
  send(path: string, file: File): Promise<Result<null, Problem>>;
  stop(): void;
};

export function useUpload(client: Client): Upload {
  const [progress, setProgress] = useState<Upload['progress']>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return {
    progress,
    async send(path, file) {
      const controller = new AbortController();
      running.current = controller;
      setProgress({ sent: 0, all: file.size });
      const answer = await client.upload(
        path,
        file,
        (sent) => setProgress({ sent: Math.min(sent, file.size), all: file.size }),
        controller.signal,
      );
      running.current = null;
      setProgress(null);
      return answer;
    },
    stop: () => running.current?.abort(),
  };
}
