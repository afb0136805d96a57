/** Door to everything virtual: synthetic people and their cards, a virtual reader, and a private PC/SC service for it. */
export type { CardFault, CardFaultKind, PlannedFault } from './card-faults.ts';
export type { CardHabits } from './card-model.ts';
export { ASSUMED_PROCESSING, type BitRateKbps, type CardTiming, type ProcessingTimes } from './card-timing.ts';
export { parseFaultScript } from './fault-script.ts';
export { makeSyntheticPerson } from './make-person.ts';
export { buildOtherCard, OTHER_CARD_KINDS, type OtherCardKind } from './other-cards.ts';
export { type PcscdRig, type RigError, type RigRoute, startPcscdRig } from './pcscd-rig.ts';
export { findSyntheticPerson, oddSyntheticPeople, type SyntheticPerson, syntheticPeople } from './people.ts';
export type { ServedReader } from './reader-server.ts';
export {
  buildSyntheticCard,
  type SyntheticCardOptions,
  syntheticCardAnchors,
  syntheticFilesOf,
} from './synthetic-cards.ts';
export { type CardReaction, VirtualCard, type VirtualCardOptions } from './virtual-card.ts';
export { VirtualReader } from './virtual-reader.ts';
export type { VpcdAddress, VpcdAttachment } from './vpcd-attachment.ts';
