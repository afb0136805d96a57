/** The last printed pages: small pictures, a large one on demand, and the document itself. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PrintedPage } from '../../messages/state.ts';
import { Do } from '../parts.tsx';

export function PrintedPages({ pages }: { pages: readonly PrintedPage[] }): VNode {
  const [large, setLarge] = useState<string | null>(null);
  if (pages.length === 0) return <p class="nothing-yet">Nothing printed yet. まだ印刷されていません。</p>;
  return (
    <>
      <ul class="papers" aria-label="Printed pages">
        {pages.map(({ jobId, pageNumber, picture, largePicture, pdf }) => (
          <li key={`${jobId}-${pageNumber}`} class="paper">
            {picture === null || largePicture === null ? (
              <p class="nothing-yet">This page cannot be drawn.</p>
            ) : (
              <button type="button" class="paper-button" onClick={() => setLarge(largePicture)}>
                <img src={picture} alt={`Enlarge page ${pageNumber} of job ${jobId}`} />
              </button>
            )}
            <p class="paper-caption">
              Job {jobId}, page {pageNumber} ·{' '}
              <a href={pdf} target="_blank" rel="noreferrer" aria-label={`PDF of job ${jobId}, page ${pageNumber}`}>
                PDF
              </a>
            </p>
          </li>
        ))}
      </ul>
      <LargePage picture={large} onClose={() => setLarge(null)} />
    </>
  );
}

function LargePage({ picture, onClose }: { picture: string | null; onClose: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (picture !== null) dialog.current?.showModal();
  }, [picture]);
  return (
    <dialog class="large" ref={dialog} onClose={onClose} aria-label="Printed page, large">
      <Do name="Close the picture" ja="閉じる" rank="main" onPress={() => dialog.current?.close()} />
      {picture === null ? null : <img class="large-picture" src={picture} alt="Printed page, large" />}
    </dialog>
  );
}
