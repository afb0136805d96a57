/** Stands for an HPKE envelope between visit and VRS: opaque to the host, padded; who may open it is written inside. */
export function sealBlob(content: unknown): string {
  return Buffer.from(JSON.stringify(content).padEnd(100, ' '), 'utf8').toString('base64url');
}

/** Null when it is not one of ours. */
export function openBlob(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
