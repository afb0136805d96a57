import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useDesk } from './desk.ts';

/** Everything of the desk, or nothing: while the screen is blank, what lies below is neither seen nor read out nor reached. */
export function BlankScreen({ children }: { children: ComponentChildren }) {
  const { blanked, texts } = useDesk();
  const focused = useRef<Element | null>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = content;
    if (current === null) return;
    if (blanked) focused.current = document.activeElement;
    current.hidden = blanked;
    current.inert = blanked;
    if (!blanked && focused.current instanceof HTMLElement) focused.current.focus();
    if (!blanked) focused.current = null;
  }, [blanked]);
  return (
    <>
      <div ref={content}>{children}</div>
      {blanked && (
        <main class="blank-screen">
          <h1>{texts.blank.title}</h1>
          <p>{texts.blank.how}</p>
        </main>
      )}
    </>
  );
}
