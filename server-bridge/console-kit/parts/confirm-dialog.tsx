import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useKitDesk } from '../frame/kit-desk.ts';

/** Asks before something is ordered; the browser keeps the focus inside and gives it back. */
export function ConfirmDialog(props: {
  title: string;
  confirm: string;
  busy: boolean;
  grave?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { texts } = useKitDesk();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const { title, confirm, busy, grave = false, onConfirm, onClose } = props;
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <h2 id={id}>{title}</h2>
        {props.children}
        <div class="actions">
          <button type="button" class="quiet" onClick={() => dialog.current?.close()} disabled={busy}>
            {texts.frame.cancel}
          </button>
          <button type="submit" class={grave ? 'grave' : 'primary'} disabled={busy}>
            {confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
