/** What the verifier can find wrong, each with the place, and how it is said. */
import type { NoteProblem } from '../checkpoint-note.ts';

export type Finding =
  /** A line that is not of an export; the entry is named if it still says which it is. */
  | {
      readonly kind: 'line-unreadable';
      readonly line: number;
      readonly node: string | null;
      readonly seq: number | null;
    }
  | { readonly kind: 'file-incomplete' }
  | { readonly kind: 'entry-changed'; readonly node: string; readonly seq: number }
  /** It fits itself, but the entry after it was written behind another. */
  | { readonly kind: 'entry-exchanged'; readonly node: string; readonly seq: number }
  | { readonly kind: 'entries-missing'; readonly node: string; readonly from: number; readonly to: number }
  | { readonly kind: 'entry-repeated'; readonly node: string; readonly seq: number; readonly line: number }
  | { readonly kind: 'entry-out-of-order'; readonly node: string; readonly seq: number; readonly line: number }
  | { readonly kind: 'checkpoint-refused'; readonly line: number; readonly problem: NoteProblem }
  /** A good signature over other entries than these. */
  | { readonly kind: 'entries-rewritten'; readonly node: string; readonly from: number; readonly to: number }
  /** No checkpoint at all: anybody could have written it. */
  | { readonly kind: 'chain-unsigned'; readonly node: string }
  | { readonly kind: 'differs-from-earlier'; readonly node: string; readonly seq: number }
  | {
      readonly kind: 'earlier-refused';
      readonly finding: Finding | { readonly kind: 'note'; readonly problem: NoteProblem };
    };

const NOTE_PROBLEMS: Record<NoteProblem, string> = {
  malformed: 'it is not a checkpoint of a center',
  'unknown-key': 'none of the given keys has signed it',
  'bad-signature': 'its signature does not fit: it was forged or changed',
};

const range = (from: number, to: number): string => (from === to ? `entry ${from}` : `entries ${from} to ${to}`);

/** One sentence for whoever verifies. */
export function describeFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'line-unreadable': {
      const { line, node, seq } = finding;
      const which = node === null || seq === null ? '' : `${node}: entry ${seq}: `;
      return `${which}line ${line} is not a line of an export: it was changed or damaged`;
    }
    case 'file-incomplete':
      return 'the file does not end as an export ends, or its counts are not right: download it again';
    case 'entry-changed':
      return `${finding.node}: entry ${finding.seq} was changed: it does not have its own hash`;
    case 'entry-exchanged':
      return `${finding.node}: entry ${finding.seq} was exchanged: the entry after it was written behind another one`;
    case 'entries-missing':
      return `${finding.node}: ${range(finding.from, finding.to)} removed`;
    case 'entry-repeated':
      return `${finding.node}: entry ${finding.seq} is there a second time, in line ${finding.line}`;
    case 'entry-out-of-order':
      return `${finding.node}: entry ${finding.seq} stands in the wrong place, in line ${finding.line}`;
    case 'checkpoint-refused':
      return `the checkpoint in line ${finding.line} is refused: ${NOTE_PROBLEMS[finding.problem]}`;
    case 'entries-rewritten':
      return `${finding.node}: ${range(finding.from, finding.to)} written anew: the signed checkpoint covers others`;
    case 'chain-unsigned':
      return `${finding.node}: no checkpoint covers this chain; if this node began in the last minute, export again`;
    case 'differs-from-earlier':
      return `${finding.node}: entry ${finding.seq} is not the one of the earlier export`;
    case 'earlier-refused': {
      const { finding: inner } = finding;
      return `the earlier file is itself not sound: ${inner.kind === 'note' ? NOTE_PROBLEMS[inner.problem] : describeFinding(inner)}`;
    }
    default: {
      const never: never = finding;
      throw new Error(`unknown finding ${String(never)}`);
    }
  }
}
