/**
 * The spoken guidance: a whole screen as clips, one after the other. It says what the loudspeaker would, and the sums and
 * counts of the screen besides; what a person would be known by has no clips (K9, decision 0017).
 */
import type { Screen, Snapshot } from '../snapshot.ts';
import { cueOf } from './cue-of.ts';
import type { ClipId, ClipLanguage } from './sentences/index.ts';
import { numberClips } from './sentences/numbers.ts';

/** The clips for a snapshot in their order; empty where nothing is to be said. */
export function headphoneClips(snapshot: Snapshot, language: ClipLanguage): readonly ClipId[] {
  const cue = cueOf(snapshot);
  const first: readonly ClipId[] = cue === null ? [] : [cue];
  // The question whether to go on stands alone: it has to be answered soon.
  return cue === 'go-on' ? first : [...first, ...more(snapshot.screen, language)];
}

function more(screen: Screen, language: ClipLanguage): readonly ClipId[] {
  const yen = (value: number, before: ClipId): readonly ClipId[] => {
    const number = numberClips(value, language);
    return number === null ? [] : [before, ...number, 'yen'];
  };
  const count = (value: number, after: ClipId): readonly ClipId[] => {
    const number = numberClips(value, language);
    return number === null ? [] : [...number, after];
  };
  switch (screen.name) {
    case 'attract':
      return ['welcome', ...yen(screen.priceYen, 'price-is')];
    case 'out-of-service':
      return ['no-service'];
    case 'menu':
      return yen(screen.priceYen, 'price-is');
    case 'pin':
    case 'misprint':
      return screen.digits === 0 ? [] : count(screen.digits, 'digits-entered');
    case 'preview':
      return ['contents-not-spoken'];
    case 'copies':
      return [
        ...count(screen.copies, screen.copies === 1 ? 'copy' : 'copies'),
        ...yen(screen.copies * screen.copyYen, 'price-is'),
      ];
    case 'confirm':
      return [...count(screen.copies, screen.copies === 1 ? 'copy' : 'copies'), ...yen(screen.totalYen, 'price-is')];
    case 'payment':
      return [
        ...yen(screen.totalYen, 'price-is'),
        ...(screen.insertedYen > 0 ? yen(screen.insertedYen, 'inserted-is') : []),
      ];
    case 'receipt':
      return screen.changeYen > 0 ? yen(screen.changeYen, 'change-is') : [];
    case 'returning-money':
      return screen.yen > 0 ? yen(screen.yen, 'refund-is') : [];
    case 'refused':
      return screen.refundYen > 0 ? yen(screen.refundYen, 'refund-is') : [];
    default:
      // The cue is all there is to say; a new screen has one, or does not compile in `cue-of.ts`.
      return [];
  }
}
