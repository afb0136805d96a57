/** SHA-256 of a text in UTF-8, in hex: what goes into an application as the terms that were agreed to (K1). */
export async function digestOfText(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
