/** The passport of the person `no-passport`, whom no municipality knows one of. Invented, like the state that signs it. */
import {
  buildSyntheticPassport,
  type SyntheticPassport,
  type SyntheticPassportOptions,
} from '../../card-reader/passport/virtual/index.ts';
import { findSyntheticPerson } from '../../card-reader/virtual/index.ts';
import type { World } from './world.ts';

/** Makes it; `o` changes what a test is about. */
export function unregisteredPassport(world: World, o: Partial<SyntheticPassportOptions> = {}): SyntheticPassport {
  const person = findSyntheticPerson('no-passport');
  if (person === undefined) throw new Error('There is no synthetic person called no-passport.');
  return buildSyntheticPassport({
    state: world.files.passportState,
    access: 'both',
    ...o,
    holder: {
      primaryIdentifier: 'MIHON',
      secondaryIdentifier: 'SYNTHETIC',
      documentNumber: 'ZZ0000009',
      birthDate: person.birthDate.slice(2),
      ...o.holder,
    },
  });
}
