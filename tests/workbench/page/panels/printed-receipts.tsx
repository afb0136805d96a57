/** The last receipts, large on demand. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PrintedReceipt } from '../../messages/state.ts';
import { LargePicture } from './large-picture.tsx';

export function PrintedReceipts({ receipts }: { receipts: readonly PrintedReceipt[] }): VNode {
  const [large, setLarge] = useState<string | null>(null);
  if (receipts.length === 0) return <p class="nothing-yet">No receipt yet. まだレシートはありません。</p>;
  return (
    <>
      <ul class="papers" aria-label="Receipts">
        {receipts.map(({ number, picture }) => (
          <li key={number} class="paper receipt">
            <button type="button" class="paper-button" onClick={() => setLarge(picture)}>
              <img src={picture} alt={`Enlarge receipt ${number}`} />
            </button>
          </li>
        ))}
      </ul>
      <LargePicture name="Receipt, large" picture={large} onClose={() => setLarge(null)} />
    </>
  );
}
