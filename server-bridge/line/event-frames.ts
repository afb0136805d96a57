/** The text of an event stream cut into events (HTML standard, server-sent events; the part of it we speak). */

export type Frame =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'event'; readonly data: string; readonly id: string | null }
  | { readonly kind: 'malformed' };

/** A command is the longest event (4,096 characters) in its JSON. */
const FRAME_LIMIT_CHARACTERS = 8_192;

const EVENT_ID = /^[A-Za-z0-9_-]{1,40}$/;

function readFrame(text: string): Frame {
  const data: string[] = [];
  let id: string | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith(':')) continue;
    if (line.startsWith('id: ')) {
      // Goes back to the center in a header, so nothing but what its ids are made of.
      if (!EVENT_ID.test(line.slice('id: '.length))) return { kind: 'malformed' };
      id = line.slice('id: '.length);
      continue;
    }
    if (!line.startsWith('data: ')) return { kind: 'malformed' };
    data.push(line.slice('data: '.length));
  }
  return data.length === 0 ? { kind: 'heartbeat' } : { kind: 'event', data: data.join('\n'), id };
}

/** Takes text as it arrives and gives the frames that are complete. What grows too long without an end is malformed. */
export function createFrameReader(): (text: string) => readonly Frame[] {
  let rest = '';
  return (text) => {
    rest += text;
    const frames: Frame[] = [];
    for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
      frames.push(end > FRAME_LIMIT_CHARACTERS ? { kind: 'malformed' } : readFrame(rest.slice(0, end)));
      rest = rest.slice(end + 2);
    }
    if (rest.length > FRAME_LIMIT_CHARACTERS) {
      frames.push({ kind: 'malformed' });
      rest = '';
    }
    return frames;
  };
}
