/**
 * Which attestations this process has taken. Bounded: what has ended is forgotten, and when the table is full of living ones nothing more is
 * taken, because whoever forgot a living one would take it twice. Only what is truly signed gets this far, so nobody else can fill it.
 */
export type UsedAttestations = {
  /** Takes one: `reused` where it has been taken, `crowded` where no more can be remembered. */
  take(id: string, endsAtMs: number, nowMs: number): 'taken' | 'reused' | 'crowded';
  readonly size: () => number;
};

export function rememberAttestations(limit: number): UsedAttestations {
  const endings = new Map<string, number>();
  const forgetEnded = (nowMs: number): void => {
    for (const [id, endsAtMs] of endings) if (endsAtMs <= nowMs) endings.delete(id);
  };
  /** Not looked through again before one of the remembered can have ended. */
  let fullUntilMs = Number.NEGATIVE_INFINITY;
  return {
    take(id, endsAtMs, nowMs) {
      if (endings.has(id)) return 'reused';
      if (endings.size >= limit) {
        if (nowMs < fullUntilMs) return 'crowded';
        forgetEnded(nowMs);
        if (endings.size >= limit) {
          fullUntilMs = Math.min(...endings.values());
          return 'crowded';
        }
      }
      endings.set(id, endsAtMs);
      return 'taken';
    },
    size: () => endings.size,
  };
}
