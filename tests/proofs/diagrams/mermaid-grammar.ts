/**
 * The part of Mermaid's state diagram grammar that our diagrams use, as a check: Mermaid itself needs a browser. A text that
 * passes has only known lines, balanced braces, declared states, and no sign that Mermaid reads as its own.
 */
const ID = '[A-Za-z][A-Za-z0-9_]*';
const LABEL = '[A-Za-z0-9 ._*/,\\[\\]()-]+';
const OPEN = new RegExp(`^state "([A-Za-z][A-Za-z0-9-]*)" as (${ID}) \\{$`);
const PLAIN = new RegExp(`^state "([A-Za-z][A-Za-z0-9-]*)" as (${ID})$`);
const EDGE = new RegExp(`^(\\[\\*\\]|${ID}) --> (\\[\\*\\]|${ID})(?: : (${LABEL}))?$`);
const NOTE = new RegExp(`^note right of (${ID})$`);
const NOTE_TEXT = new RegExp(`^${LABEL}$`);

/** What is wrong with a diagram, line by line; empty when nothing is. */
export function mermaidFaults(text: string): string[] {
  const [head, ...lines] = text.split('\n');
  const faults: string[] = head === 'stateDiagram-v2' ? [] : ['the first line is not stateDiagram-v2'];
  const declared = new Set<string>();
  const used = new Set<string>();
  const open: { starts: number }[] = [];
  let inNote = false;
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    const wrong = (why: string) => void faults.push(`line ${index + 2}: ${why}: ${line}`);
    if (inNote) {
      if (line === 'end note') inNote = false;
      else if (!NOTE_TEXT.test(line)) wrong('a note with a sign of its own meaning');
      continue;
    }
    const state = OPEN.exec(line) ?? PLAIN.exec(line);
    const edge = EDGE.exec(line);
    const note = NOTE.exec(line);
    if (state !== null) {
      const [, , id = ''] = state;
      if (declared.has(id)) wrong('declared twice');
      declared.add(id);
      if (line.endsWith('{')) open.push({ starts: 0 });
    } else if (edge !== null) {
      for (const end of edge.slice(1, 3)) if (end !== '[*]' && end !== undefined) used.add(end);
      const region = open.at(-1);
      if (edge[1] === '[*]' && region !== undefined && ++region.starts > 1) wrong('two beginnings in one region');
    } else if (note !== null) {
      used.add(note[1] ?? '');
      inNote = true;
    } else if (line === '--') {
      const region = open.at(-1);
      if (region === undefined) wrong('a region outside of a state');
      else region.starts = 0;
    } else if (line === '}') {
      if (open.pop() === undefined) wrong('a brace too many');
    } else wrong('not a line of a state diagram');
  }
  if (open.length > 0) faults.push('a brace is missing');
  if (inNote) faults.push('a note has no end');
  for (const id of used) if (!declared.has(id)) faults.push(`${id} is used and not declared`);
  return faults;
}
