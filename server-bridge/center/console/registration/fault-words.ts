/** Faults of pasted lines and chosen files in words. */
import type { Texts } from '../texts/texts.ts';
import type { NamesFault } from './named-terminals.ts';
import { type LineFault, MOST_LINES, PLACE_COLUMNS } from './place-lines.ts';
import type { FileFault } from './read-file.ts';

export function lineFaultText({ registration }: Texts, fault: LineFault): string {
  const { faults, columns } = registration;
  switch (fault.kind) {
    case 'empty':
      return faults.empty;
    case 'too-many':
      return faults.tooMany(MOST_LINES);
    case 'header':
      return faults.header(PLACE_COLUMNS.join(', '));
    case 'quote':
      return faults.quote;
    case 'columns':
      return faults.columns(PLACE_COLUMNS.length);
    case 'value':
      return faults.value(columns[fault.column], registration.shapes[fault.column]);
    case 'twice':
      return faults.twice(columns[fault.column], fault.first);
    default: {
      const never: never = fault;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}

export function namesFaultText({ registration }: Texts, fault: NamesFault): string {
  switch (fault.kind) {
    case 'empty':
      return registration.faults.empty;
    case 'too-many':
      return registration.faults.tooMany(MOST_LINES);
    case 'no-names':
      return registration.faults.noNames(fault.words.slice(0, 10).join(', '));
    default: {
      const never: never = fault;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}

export function fileFaultText({ registration }: Texts, { kind }: FileFault): string {
  switch (kind) {
    case 'too-large':
      return registration.faults.fileTooLarge;
    case 'not-in-this-encoding':
      return registration.faults.encoding;
    case 'unreadable':
      return registration.faults.unreadable;
    default: {
      const never: never = kind;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}
