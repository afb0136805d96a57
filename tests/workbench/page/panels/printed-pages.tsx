/** The last printed pages: small pictures, a large one on demand, and the document itself. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PrintedPage } from '../../messages/state.ts';
import { LargePicture } from './large-picture.tsx';

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
      <LargePicture name="Printed page, large" picture={large} onClose={() => setLarge(null)} />
    </>
  );
}
