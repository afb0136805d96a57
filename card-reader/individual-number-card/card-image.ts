/** The elementary files exactly as the card gave them; VRS verifies these very bytes (C4). */
export type CardImage = {
  ef0001: Uint8Array;
  ef0002: Uint8Array;
  ef0003: Uint8Array;
  ef0004: Uint8Array;
  ef0007: Uint8Array;
};

/** Overwrites every file with zeros (invariant B). The image is useless afterwards. */
export function wipeCardImage(image: CardImage): void {
  for (const file of [image.ef0001, image.ef0002, image.ef0003, image.ef0004, image.ef0007]) file.fill(0);
}
