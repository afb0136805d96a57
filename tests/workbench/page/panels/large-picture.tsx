/** A page or a receipt, large, over everything else until it is closed. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Do } from '../parts.tsx';

export function LargePicture(props: { name: string; picture: string | null; onClose: () => void }): VNode {
  const { name, picture, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (picture !== null) dialog.current?.showModal();
  }, [picture]);
  return (
    <dialog class="large" ref={dialog} onClose={onClose} aria-label={name}>
      <Do name="Close the picture" ja="閉じる" rank="main" onPress={() => dialog.current?.close()} />
      {picture === null ? null : <img class="large-picture" src={picture} alt={name} />}
    </dialog>
  );
}
