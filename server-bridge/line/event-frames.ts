/** The text of an event stream cut into events (HTML standard, server-sent events; the part of it we speak). */

export type Frame =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'event'; readonly data: string }
  | { readonly kind: 'malformed' };

/** A command is the longest event (4,096 characters) in its JSON. */
const FRAME_LIMIT_CHARACTERS = 8_192;

function readFrame(text: string): Frame {
  const data: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith(':') || line.startsWith('id: ')) continue;
    if (!line.startsWith('data: ')) return { kind: 'malformed' };
    data.push(line.slice('data: '.length));
  }
  return data.length === 0 ? { kind: 'heartbeat' } : { kind: 'event', data: data.join('\n') };
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
