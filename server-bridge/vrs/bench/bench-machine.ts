/** What a bench is given by whoever runs it, since it belongs to no room: a PostgreSQL to throw away, and what a process has worked. */
export type BenchMachine = {
  /** @param o.hasty leaves out waiting for the disk */
  startPrivatePostgres(o: { readonly hasty: boolean }): Promise<{
    readonly url: string;
    pid(): number;
    stop(): Promise<void>;
  }>;
  /** Seconds that a process has run on a processor, all its threads. */
  coreSecondsOf(pid: number): number;
};
