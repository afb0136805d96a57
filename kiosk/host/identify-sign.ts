/** Which terminal this is, shown for a minute because the center has asked for it (order `identify`); never over a visit. */

const SHOWN_MS = 60_000;

export type IdentifySign = {
  isShown(): boolean;
  /** @returns false where somebody else has the screen */
  show(): boolean;
  /** Also when a visit begins: whoever was served does not find it again afterwards. */
  stop(): void;
};

export function openIdentifySign(o: { isHidden: () => boolean; onChange: () => void }): IdentifySign {
  let timer: NodeJS.Timeout | null = null;
  const end = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    isShown: () => timer !== null && !o.isHidden(),
    show() {
      if (o.isHidden()) return false;
      end();
      timer = setTimeout(() => {
        end();
        o.onChange();
      }, SHOWN_MS);
      o.onChange();
      return true;
    },
    stop: end,
  };
}
