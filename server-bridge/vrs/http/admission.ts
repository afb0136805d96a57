/** Back-pressure: a bounded number of requests is worked on at once; the rest are told to come back. */
export type Admission = {
  /** Runs the work, or gives undefined at once when the house is full. */
  admit<T>(work: () => Promise<T>): Promise<T | undefined>;
};

export function createAdmission(maxInFlight: number): Admission {
  let inFlight = 0;
  return {
    async admit(work) {
      if (inFlight >= maxInFlight) return undefined;
      inFlight += 1;
      try {
        return await work();
      } finally {
        inFlight -= 1;
      }
    },
  };
}
