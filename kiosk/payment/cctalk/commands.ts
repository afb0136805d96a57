/** Every ccTalk command we speak: its header, what it carries, and what the answer to it carries (generic specification, part 2). */
import {
  BYTE,
  COIN_ID,
  CREDIT_BUFFER,
  DISPENSE,
  EIGHT_BYTES,
  HOPPER_FLAGS,
  HOPPER_LEVEL,
  HOPPER_STATUS,
  type Layout,
  NOTHING,
  NOTHING_TO_READ,
  TEXT,
  UNSIGNED_16,
  UNSIGNED_24,
} from './layouts.ts';

export type Command<Q, A> = { readonly header: number; readonly question: Layout<Q>; readonly answer: Layout<A> };

const command = <Q, A>(header: number, question: Layout<Q>, answer: Layout<A>): Command<Q, A> => ({
  header,
  question,
  answer,
});

/** Headers of answers. */
export const ANSWERED = 0;
export const REFUSED = 5;
export const BUSY = 6;

/** The one value that enables a hopper; any other disables it. */
export const HOPPER_ENABLED = 165;

export const COMMANDS = {
  simplePoll: command(254, NOTHING, NOTHING),
  manufacturerId: command(246, NOTHING, TEXT),
  equipmentCategory: command(245, NOTHING, TEXT),
  productCode: command(244, NOTHING, TEXT),
  serialNumber: command(242, NOTHING, UNSIGNED_24),
  /** 0: no fault; otherwise a fault code. */
  selfCheck: command(232, NOTHING, BYTE),
  /** One bit a coin position from 1; set: accepted. */
  modifyInhibits: command(231, UNSIGNED_16, NOTHING),
  inhibits: command(230, NOTHING, UNSIGNED_16),
  readCredits: command(229, NOTHING, CREDIT_BUFFER),
  /** 1: coins are accepted; 0: none is. */
  modifyMasterInhibit: command(228, BYTE, NOTHING),
  masterInhibit: command(227, NOTHING, BYTE),
  hopperLevel: command(217, NOTHING, HOPPER_LEVEL),
  coinId: command(184, BYTE, COIN_ID),
  /** Coins paid out in the hopper's whole life; survives a power cut. */
  dispenseCount: command(168, NOTHING, UNSIGNED_24),
  dispense: command(167, DISPENSE, NOTHING_TO_READ),
  hopperStatus: command(166, NOTHING, HOPPER_STATUS),
  enableHopper: command(164, BYTE, NOTHING),
  testHopper: command(163, NOTHING, HOPPER_FLAGS),
  pumpRandom: command(161, EIGHT_BYTES, NOTHING),
  cipherKey: command(160, NOTHING, EIGHT_BYTES),
  reset: command(1, NOTHING, NOTHING),
};

export const DISPENSE_COUNT_MODULUS = 0x1000000;
