import { err, ok, type Result } from 'neverthrow';
import {
  buildOtherCard,
  buildSyntheticCard,
  findSyntheticPerson,
  OTHER_CARD_KINDS,
  type VirtualCard,
} from '../virtual/index.ts';
import type { CliOptions } from './arguments.ts';

/** A card that can be laid down, with its PIN where it is a synthetic person's. */
export type NamedCard = { readonly card: VirtualCard; readonly pin?: Uint8Array };

/** Makes the card of a synthetic person, or one of the other cards, with faults and timing as wanted. */
export function virtualCardOf(name: string, { faults, timing }: CliOptions): Result<NamedCard, string> {
  const person = findSyntheticPerson(name);
  if (person !== undefined) {
    const card = buildSyntheticCard(person, {
      faults,
      ...(timing === undefined ? {} : { timing: { bitRateKbps: timing } }),
    });
    return ok({ card, pin: new Uint8Array(Buffer.from(person.pin, 'ascii')) });
  }
  const kind = OTHER_CARD_KINDS.find((other) => other === name);
  if (kind === undefined) return err(`there is no card called ${name}; see "people"`);
  const card = buildOtherCard(kind);
  for (const { at, fault } of faults) card.addFault(fault, at);
  return ok({ card });
}
