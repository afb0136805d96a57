/**
 * Somebody who stands beside the box and believes nothing it says: judges by what came out of the printer, went through the coin
 * slot, lay on the reader, stands on the page and was written to disk. What it finds wrong is a sentence.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VirtualReader } from '../../../card-reader/virtual/index.ts';
import { subjectOf } from './apply-in-box.ts';
import type { FeeMachine } from './fee-machine.ts';
import type { Resident } from './people.ts';
import type { SheetPrinter } from './sheet-printer.ts';

type KnownVisit = {
  readonly visitId: string;
  readonly copyYen: number;
  /** Whose card it read. */
  resident: Resident | null;
  readonly payments: string[];
};

export type Witness = {
  readonly faults: readonly string[];
  readonly visits: readonly KnownVisit[];
  /** Right-person failures that a visit has told of. */
  readonly alarms: number;
  /** A visit has found that what came back is not its resident's: nobody may be served until somebody releases it. */
  alarmed(): void;
  /** A named person has released it, and the terminal has said that it is done. */
  released(): void;
  blame(what: string): void;
  visitBegun(visitId: string, copyYen: number, othersAlive: number): void;
  cardRead(visitId: string): void;
  /** Whoever stands there has said that the paper is taken, or a named person has looked into the machine. */
  paperTaken(): void;
  /** Money is asked for. */
  collectAsked(transactionId: string): void;
  /** Printing is asked for. */
  printAsked(): void;
  /** Looks at everything that must hold at every moment. `page` is what stands on the screen while nobody is served, or null. */
  look(page: string | null): void;
  /** Looks at everything that must hold once all is over and mended. */
  lookAtTheEnd(page: string): void;
};

export function newWitness(o: {
  reader: VirtualReader;
  printer: SheetPrinter;
  fee: FeeMachine;
  stateDirectory: string;
  residents: readonly Resident[];
}): Witness {
  const { reader, printer, fee, residents } = o;
  const faults: string[] = [];
  const visits: KnownVisit[] = [];
  let sheetsJudged = 0;
  let alarms = 0;
  let isAlarmed = false;
  let sheetsTaken = 0;
  const blame = (what: string): void => {
    if (!faults.includes(what)) faults.push(what);
  };
  const visitOf = (visitId: string): KnownVisit | undefined => visits.find((one) => one.visitId === visitId);
  const secretsIn = (text: string): boolean =>
    residents.some(({ secrets }) => secrets.some((one) => text.includes(one)));

  const judgeSheets = (): void => {
    for (const { bytes, visitId } of printer.sheets.slice(sheetsJudged)) {
      sheetsJudged += 1;
      const subject = subjectOf(bytes);
      const resident = visitOf(visitId)?.resident;
      if (subject === null) blame('A: a sheet that is no certificate');
      else if (resident === null || resident === undefined) blame('A: a sheet of a visit that read no card');
      else if (subject.name !== resident.person.name || subject.birthDate !== resident.birthDate)
        blame("A: another person's sheet");
    }
  };
  /**
   * Every payment by itself, and every visit's payments against its paper. A fee is kept whole and what was not printed paid back out
   * of it, one after the other: the sum is held once that is over, at every other moment only that nobody pays without any paper.
   */
  const judgeMoney = (isOver: boolean): void => {
    for (const id of fee.payments) {
      const payment = fee.payment(id);
      if (payment === null) continue;
      if (payment.paidYen < 0 || payment.backYen > payment.inYen) blame('E: more came back than went in');
      if (!visits.some(({ payments }) => payments.includes(id))) blame('E: a payment that belongs to no visit');
    }
    for (const { visitId, copyYen, payments } of visits) {
      const sheets = printer.sheets.filter((sheet) => sheet.visitId === visitId).length;
      const paidYen = payments.reduce((sum, id) => sum + (fee.payment(id)?.paidYen ?? 0), 0);
      const mayPayYen = isOver || sheets === 0 ? sheets * copyYen : paidYen;
      if (paidYen > mayPayYen) blame('E: charged without paper');
    }
  };

  return {
    faults,
    visits,
    get alarms() {
      return alarms;
    },
    alarmed() {
      alarms += 1;
      isAlarmed = true;
    },
    released() {
      isAlarmed = false;
    },
    blame,
    visitBegun(visitId, copyYen, othersAlive) {
      if (othersAlive > 0) blame('F: two visits at one terminal');
      if (printer.sheets.length > sheetsTaken) blame("G: the next person was invited while somebody's paper lay there");
      if (isAlarmed) blame('A: somebody is served before the alarm was released');
      visits.push({ visitId, copyYen, resident: null, payments: [] });
    },
    cardRead(visitId) {
      const visit = visitOf(visitId);
      const resident = residents.find(({ card }) => card === reader.card);
      if (visit !== undefined && resident !== undefined) visit.resident = resident;
    },
    paperTaken() {
      sheetsTaken = printer.sheets.length;
    },
    collectAsked(transactionId) {
      if (reader.card !== undefined) blame('G: payment began with a card in the reader');
      visits.at(-1)?.payments.push(transactionId);
    },
    printAsked() {
      if (reader.card !== undefined) blame('G: printing began with a card in the reader');
    },
    look(page) {
      judgeSheets();
      judgeMoney(false);
      if (page !== null && secretsIn(page)) blame('B: a person on the page after the visit');
    },
    lookAtTheEnd(page) {
      this.look(page);
      judgeMoney(true);
      if (fee.books().escrowYen > 0) blame('E: money that nobody has decided on');
      for (const { visitId } of visits) {
        const sheets = printer.sheets.filter((sheet) => sheet.visitId === visitId).length;
        if (sheets > MOST_SHEETS) blame('E: more paper than was asked for');
      }
      for (const file of filesBelow(o.stateDirectory)) {
        if (secretsIn(readFileSync(file, 'utf8'))) blame('B: a person in a file of the terminal');
      }
    },
  };
}

/** Copies a resident of these proofs asks for at most, and two reprints. */
const MOST_SHEETS = 5 + 2;

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
