/** The manual of the file formats, made from their tables of columns: what is read and written cannot differ from what is described. */
import { ADDRESS_NUMBERS_FILE } from './address-numbers-file.ts';
import type { ColumnText } from './file-format.ts';
import { PEOPLE_OUT, RECORD_COPIES_OUT, RECORDS_OUT, TICKETS_OUT, UNLINKED_PEOPLE_OUT } from './files-out.ts';
import { PEOPLE_FILE } from './people-file.ts';
import { RECORDS_FILE } from './records-file.ts';
import { TICKETS_FILE } from './tickets-file.ts';

type Described = {
  readonly name: string;
  readonly neighbour: string;
  readonly title: string;
  readonly about: string;
};

const FILES_IN = [PEOPLE_FILE, TICKETS_FILE, RECORDS_FILE, ADDRESS_NUMBERS_FILE];
const FILES_OUT = [PEOPLE_OUT, TICKETS_OUT, RECORDS_OUT, UNLINKED_PEOPLE_OUT, RECORD_COPIES_OUT];

const cell = (text: string) => text.replaceAll('|', '\\|');

function page(format: Described, direction: 'in' | 'out', columns: readonly ColumnText[]): string {
  const rows = columns.map(
    ({ heading, form, meaning, optional }, index) =>
      `| ${index + 1} | ${heading} | ${direction === 'in' ? (optional === true ? 'no' : 'yes') : '–'} | ${cell(form)} | ${cell(meaning)} |`,
  );
  return `# ${format.title}

File \`${format.name}\`, ${direction === 'in' ? 'into VRS from' : 'out of VRS to'} the ${format.neighbour}. Made from its table of columns by
\`server-bridge/vrs/municipal-files/cli.ts\`; not edited by hand.

${format.about}

| | heading | must be there | form | meaning |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

const README = `# Files of neighbouring systems

CSV (RFC 4180) with a first line of headings. Made by \`server-bridge/vrs/municipal-files/cli.ts\`; not edited by hand.

Into VRS:

${FILES_IN.map(({ name, title, neighbour }) => `- [${title}](${name}.md), from the ${neighbour}`).join('\n')}

Out of VRS:

${FILES_OUT.map(({ name, title, neighbour }) => `- [${title}](${name}.md), to the ${neighbour}`).join('\n')}

## What is read

- Lines end with CR LF or LF. Columns stand in any order, each once; unknown ones are refused, never skipped.
- UTF-8 with or without a mark, or Shift_JIS as Windows writes it (code page 932). Bytes that stand for no character refuse the file.
- A line is at most 16,384 bytes. Cells hold no control characters and no characters of private use; quotes are RFC 4180's.
- A file is taken whole or refused whole. A refusal names line, column and fault, never what stood there:
  \`quotes\`, \`columns\` (too few, too many), \`too-long\`, \`characters\`, \`missing\`, \`form\`, \`check-digit\`, \`no-such-day\`,
  \`twice-in-file\`, \`unknown-person\`, \`unknown-ticket\`, \`number-of-another\`, \`ticket-of-another\`.
- What only speaks against a record (order of doses and days, product, lot, a day after moving or death) refuses nothing: the dose is
  registered as doubtful, is counted, and becomes no certificate before somebody has looked.
- What is imported is erased from VRS's disk and staging tables when the import ends, however it ends.

## What is written

- UTF-8 with a mark, or Shift_JIS. An individual number is in none of these files.
- A text that a spreadsheet would take for a formula (beginning with \`=\`, \`+\`, \`-\`, \`@\`, a tab, or their full-width forms) has an
  apostrophe in front of it.
- A character that Shift_JIS lacks is written by its number: \`[U+20BB7]\`.
`;

/** The pages by file name. */
export function manualPages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', README],
    ...FILES_IN.map((format) => [`${format.name}.md`, page(format, 'in', Object.values(format.columns))] as const),
    ...FILES_OUT.map((format) => [`${format.name}.md`, page(format, 'out', format.columns)] as const),
  ]);
}
