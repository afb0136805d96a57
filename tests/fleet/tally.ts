/** What a simulated fleet has done and been told, counted. */
export type Tally = {
  /** At this moment. */
  connected: number;
  /** Ever opened, and ever lost without being asked to end. */
  connections: number;
  losses: number;
  statuses: number;
  statusFailures: number;
  relays: number;
  /** An answer that says no, and none at all. */
  relayRefusals: number;
  relayFailures: number;
  /** Orders carried out and reported. */
  commands: number;
  /** Orders that are not for this terminal, or not signed by a known key. */
  commandsRefused: number;
  /** Versions taken over, and directives that could not be believed. */
  directives: number;
  directivesRefused: number;
};

export const createTally = (): Tally => ({
  connected: 0,
  connections: 0,
  losses: 0,
  statuses: 0,
  statusFailures: 0,
  relays: 0,
  relayRefusals: 0,
  relayFailures: 0,
  commands: 0,
  commandsRefused: 0,
  directives: 0,
  directivesRefused: 0,
});
