/** The cards in the hands of whoever tries the kiosk. A card is made once: its PIN counter survives every insertion. */
import {
  buildOtherCard,
  buildSyntheticCard,
  type CardFault,
  findSyntheticPerson,
  type SyntheticPerson,
  syntheticPeople,
  type VirtualCard,
} from '../../../card-reader/virtual/index.ts';
import type { BenchCommand, PlannedFault } from '../messages/commands.ts';
import type { BenchCard } from '../messages/state.ts';

export type OtherCard = Extract<BenchCommand, { kind: 'lay-other-card' }>['card'];

/** `laying`: the one in which the fault counts; commands are counted anew every time the card is laid down. */
type Planned = { readonly atCommand: number; readonly fault: string; readonly laying: number };
type Known = { readonly label: string; readonly hasPin: boolean; layings: number; planned: readonly Planned[] };

const OTHER_CARD_LABELS: Readonly<Record<OtherCard, string>> = {
  'transit-card': 'Transit card',
  'jpki-only-card': 'Card with JPKI only',
  'android-phone': 'Android phone',
  iphone: 'iPhone',
  'unknown-class': 'Card of an unknown class',
};

export class CardBox {
  readonly #ofPeople = new Map<string, VirtualCard>();
  readonly #others = new Map<OtherCard, VirtualCard>();
  readonly #known = new WeakMap<VirtualCard, Known>();
  #chosen: SyntheticPerson;

  constructor() {
    const first = syntheticPeople()[0];
    if (first === undefined) throw new Error('there is nobody');
    this.#chosen = first;
  }

  get chosenPerson(): SyntheticPerson {
    return this.#chosen;
  }

  /** `false`: nobody has this id. */
  choose(personId: string): boolean {
    const person = findSyntheticPerson(personId);
    if (person !== undefined) this.#chosen = person;
    return person !== undefined;
  }

  get chosenCard(): VirtualCard {
    const { id, name } = this.#chosen;
    const card = this.#ofPeople.get(id) ?? buildSyntheticCard(this.#chosen);
    this.#ofPeople.set(id, card);
    this.#describe(card, { label: name, hasPin: true });
    return card;
  }

  otherCard(kind: OtherCard): VirtualCard {
    const card = this.#others.get(kind) ?? buildOtherCard(kind);
    this.#others.set(kind, card);
    this.#describe(card, { label: OTHER_CARD_LABELS[kind], hasPin: false });
    return card;
  }

  /** The chosen person's card is thrown away, with its counter and its faults. */
  renewChosen(): void {
    this.#ofPeople.delete(this.#chosen.id);
  }

  /** To be called before the card is laid down: faults that have not struck yet wait for this laying. */
  beforeLaying(card: VirtualCard): void {
    const known = this.#known.get(card);
    if (known === undefined) return;
    const laying = known.layings + 1;
    known.planned = waiting(card, known).map((planned) => ({ ...planned, laying }));
    known.layings = laying;
  }

  /** @param fromNow 1 is the next command the card gets, now or once it is laid down. */
  planFault(card: VirtualCard, fault: PlannedFault, fromNow: number, isLaidDown: boolean): void {
    const atCommand = fromNow + (isLaidDown ? card.commandCount : 0);
    card.addFault(fault, atCommand);
    const known = this.#known.get(card);
    if (known === undefined) return;
    const laying = known.layings + (isLaidDown ? 0 : 1);
    known.planned = [...waiting(card, known), { atCommand, fault: faultName(fault), laying }];
  }

  clearFaults(card: VirtualCard): void {
    card.clearFaults();
    const known = this.#known.get(card);
    if (known !== undefined) known.planned = [];
  }

  show(card: VirtualCard, isLaidDown: boolean): BenchCard {
    const known = this.#known.get(card);
    const planned = known === undefined ? [] : waiting(card, known);
    return {
      label: known?.label ?? 'A card of somebody else',
      pinTriesLeft: known?.hasPin === false ? null : card.pinTriesLeft,
      commandCount: isLaidDown ? card.commandCount : 0,
      mute: card.mute,
      plannedFaults: planned.map(({ atCommand, fault }) => ({ atCommand, fault })),
    };
  }

  #describe(card: VirtualCard, o: { label: string; hasPin: boolean }): void {
    if (!this.#known.has(card)) this.#known.set(card, { ...o, layings: 0, planned: [] });
  }
}

/** Faults that have not struck: the card does not tell, but its count of commands does. */
function waiting(card: VirtualCard, known: Known): readonly Planned[] {
  return known.planned.filter(({ atCommand, laying }) => laying > known.layings || atCommand > card.commandCount);
}

function faultName(fault: CardFault): string {
  if (fault.kind === 'removed') return `pulled ${fault.when} the command`;
  if (fault.kind === 'tries-counter-wrong') return `says ${fault.tries} tries left`;
  return fault.kind;
}
