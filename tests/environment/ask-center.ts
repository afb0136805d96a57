/** Asks a center's staff listener, as the tools of an installation do. */
const TIMEOUT_MS = 10_000;

/** One request to the staff listener; throws with status only. */
export async function askCenter(
  operationsPort: number,
  token: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${operationsPort}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`The center refused ${method} ${path}: ${answer.status}`);
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}
