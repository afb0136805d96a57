/** What a virtual chip holds: applications with files and keys. The program that runs on it is in `card-program.ts`. */
export type CardFile = {
  readonly content: Uint8Array;
  /** Any one of these keys, verified, opens the file. */
  readonly openedBy: 'anybody' | readonly number[];
};

/** A secret with its retry counter. `secret` null: blocked from issue, never to be opened. */
export type CardKey = {
  secret: Uint8Array | null;
  tries: number;
  readonly fullTries: number;
};

export type CardApplicationModel = {
  readonly name: Uint8Array;
  readonly files: ReadonlyMap<number, CardFile>;
  readonly keys: ReadonlyMap<number, CardKey>;
  /** Private operation behind `80 2A 00 00`, where the application has one. */
  readonly sign?: (data: Uint8Array) => Uint8Array;
};

/** How chips differ where the reference leaves it open, and what poor readers do to answers. All off by default. */
export type CardHabits = {
  /** The first command after power-up answers 6F00. */
  readonly failsFirstCommand?: boolean;
  /** The tries query answers 9000 while the PIN is verified. */
  readonly saysDoneWhenVerified?: boolean;
  /** Accepts extended lengths. */
  readonly extendedLength?: boolean;
  /** Knows no short file identifiers, neither in READ BINARY nor in VERIFY. */
  readonly noShortIdentifiers?: boolean;
  /** READ BINARY never gives more than this at once. */
  readonly largestBlock?: number;
  /** Answers with data say `61XX` first and wait for GET RESPONSE. */
  readonly needsGetResponse?: boolean;
  /** A longer Le than the data is refused with `6CXX`. */
  readonly needsExactLength?: boolean;
  /** The same, but refused with a bare 6700. */
  readonly refusesInexactLength?: boolean;
};

/** What runs on a chip. */
export interface CardProgram {
  /** Answers one command APDU with data and status word. */
  respond(command: Uint8Array): Uint8Array;
  /** Power was lost: selection and verified keys are gone; counters and files stay. */
  powerOff(): void;
}
