/** A command of the center under its signature; a taken-over relay can neither suspend nor release a terminal. */
import { err, ok, type Result } from 'neverthrow';
import { COMMAND_TYPE, type Command, CommandSchema, type EcPublicJwk } from '../protocol/index.ts';
import type { Es256Signer } from './es256-signer.ts';
import { checkLife, type LifeError } from './message-life.ts';
import { type SignatureError, signMessage, verifyMessage } from './signed-message.ts';

export type CommandError = SignatureError | LifeError;

/** Compact JWS of a command. */
export function signCommand(command: Command, signer: Es256Signer): Promise<string> {
  return signMessage(COMMAND_TYPE, command, signer);
}

/** Verifies signature and life. Whether it is for this terminal and this process is the caller's to check. */
export async function verifyCommand(
  jws: string,
  keys: readonly EcPublicJwk[],
  now: Date,
): Promise<Result<Command, CommandError>> {
  const verified = await verifyMessage({ jws, type: COMMAND_TYPE, keys, schema: CommandSchema });
  if (verified.isErr()) return err(verified.error);
  const life = checkLife(verified.value, now);
  return life === undefined ? ok(verified.value) : err(life);
}
