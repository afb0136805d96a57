/** The unwrapped keys of this process: each unwrapped once, and used only for the generations that a transaction has read just now. */
import { type AreaKeys, areaKeysOf, type Generation, type GenerationState, unwrapKeys } from './area-keys.ts';
import { AreaKeysUnavailable, type MasterKey } from './master-key.ts';

export type WrappedGeneration = {
  readonly generation: number;
  readonly keyId: string | null;
  readonly state: GenerationState;
  readonly wrapped: Uint8Array;
};

export type KeyRing = {
  /** @throws AreaKeysUnavailable */
  keysOf(area: string, generations: readonly WrappedGeneration[]): Promise<AreaKeys>;
};

type Opened = Pick<Generation, 'dataKey' | 'lookupKey'>;
type Known = { readonly mark: string; readonly keys: AreaKeys; readonly opened: ReadonlyMap<string, Opened> };

export function createKeyRing(masterKey: MasterKey): KeyRing {
  const knownAreas = new Map<string, Known>();

  const open = async (area: string, one: WrappedGeneration, known: Known | undefined): Promise<Opened> => {
    const there = known?.opened.get(nameOf(one));
    if (there !== undefined) return there;
    const opened = await unwrapKeys(masterKey, { area, keyId: one.keyId, wrapped: one.wrapped });
    if (opened.isErr()) throw new AreaKeysUnavailable(opened.error.kind);
    return opened.value;
  };

  return {
    async keysOf(area, wrapped) {
      const mark = wrapped
        .map((one) => `${nameOf(one)} ${one.state}`)
        .sort()
        .join();
      const known = knownAreas.get(area);
      if (known?.mark === mark) return known.keys;
      const opened = new Map<string, Opened>();
      const generations: Generation[] = [];
      for (const one of wrapped) {
        const keys = await open(area, one, known);
        opened.set(nameOf(one), keys);
        generations.push({ generation: one.generation, state: one.state, ...keys });
      }
      const keys = areaKeysOf(area, generations);
      knownAreas.set(area, { mark, keys, opened });
      return keys;
    },
  };
}

const nameOf = ({ generation, keyId }: WrappedGeneration): string => `${generation} ${keyId ?? 'first'}`;
