/** What issuing is given: nothing in it reads a clock, a file or a network of its own. */
import type { CardAnchor } from '../../../card-reader/index.ts';
import type { CertificateId } from '../../protocol/index.ts';
import type { SigningKeys } from '../signing-keys.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import type { Report } from '../vrs-events.ts';
import type { VerifyCard } from './card-check.ts';
import type { PassportProof } from './passport-check.ts';

/** Which door an application came through (V6). */
export type IssuingDoor = 'kiosk' | 'app';

export type IssuingParts = {
  readonly store: VrsStore;
  readonly keys: SigningKeys;
  readonly anchors: readonly CardAnchor[];
  readonly verifyCard: VerifyCard;
  /** What proves a passport in an application; null where VRS takes none. */
  readonly passportProof: PassportProof | null;
  readonly now: () => Date;
  readonly report: Report;
  /** Another source of certificate ids, for tests. */
  readonly certificateId?: () => CertificateId;
};
