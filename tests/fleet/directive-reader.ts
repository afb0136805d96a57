/** Reads directives for a whole fleet: the same signed text is verified once, as every terminal would find the same. */
import { createHash } from 'node:crypto';
import { type Directive, type EcPublicJwk, verifyDirective } from '../../server-bridge/index.ts';

export type DirectiveReader = (signed: string) => Promise<Directive | null>;

/** Texts remembered: those of a few versions, for a fleet that takes them over at different times. */
const REMEMBERED = 64;

export function createDirectiveReader(keys: readonly EcPublicJwk[]): DirectiveReader {
  const known = new Map<string, Promise<Directive | null>>();
  return (signed) => {
    const name = createHash('sha256').update(signed).digest('base64url');
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    const reading = verifyDirective(signed, keys, new Date()).then((verified) => verified.unwrapOr(null));
    known.set(name, reading);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return reading;
  };
}
