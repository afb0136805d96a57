/** Why a whole file is refused, carried through streams; says nothing of what the file holds. */
import type * as v from 'valibot';
import type { FILE_FAULTS, ImportSchema } from '../console-api/imports.ts';
import type { LineFault } from '../municipal-files/index.ts';

export type FileFaultWord = (typeof FILE_FAULTS)[number];
export type Refusal = v.InferOutput<typeof ImportSchema>['refusals'][number];

/** Ends the reading of a file. `line` where it is known, with the line's own fault. */
export class FileFault extends Error {
  readonly fault: FileFaultWord;
  readonly at: { readonly line: number; readonly fault: LineFault } | null;

  constructor(fault: FileFaultWord, at: FileFault['at'] = null, options?: ErrorOptions) {
    super(`the file is refused: ${fault}`, options);
    this.name = 'FileFault';
    this.fault = fault;
    this.at = at;
  }
}
