/** What one terminal obeys, composed of what holds for all and what is laid over it for narrower scopes. Pure. */
import type { TerminalPlace } from '../console-api/places.ts';
import { isInScope } from '../store/registry.ts';
import type { DirectiveContent } from './directive-content.ts';
import { type DirectiveState, type Override, orderOverrides, scopeKey } from './directive-state.ts';

/** The overrides that concern a terminal, the widest first. One that is not registered has only its own. */
export function overridesFor(
  state: DirectiveState,
  terminalId: string,
  place: TerminalPlace | null,
): readonly Override[] {
  return orderOverrides(state.overrides.filter(({ scope }) => isInScope(scope, terminalId, place)));
}

/** Names a composition: two terminals with the same name obey the same content at one version. */
export const compositionKey = (overrides: readonly Override[]): string =>
  overrides.map(({ scope }) => scopeKey(scope)).join(' ');

/** Lays overrides over the content, in their order, and suspensions over whatever municipalities are listed then. */
export function compose(state: DirectiveState, overrides: readonly Override[]): DirectiveContent {
  const content = overrides.reduce<DirectiveContent>((below, { patch }) => layOver(below, patch), state.content);
  if (state.suspensions.length === 0) return content;
  const stopped = new Map(state.suspensions.map(({ code, reason }) => [code, reason]));
  const municipalities = content.municipalities.map((municipality) => {
    const reason = stopped.get(municipality.code);
    return reason === undefined ? municipality : { ...municipality, takingPart: false, reason };
  });
  return { ...content, municipalities };
}

/** Members that are there replace those below as a whole. */
export function layOver(below: DirectiveContent, patch: Override['patch']): DirectiveContent {
  const {
    service = below.service,
    hours = below.hours,
    municipalities = below.municipalities,
    kinds = below.kinds,
    prices = below.prices,
    passportReading = below.passportReading,
    voiceVolumes = below.voiceVolumes,
    maxCopies = below.maxCopies,
    terms = below.terms,
    notice = below.notice,
    allowedBuilds = below.allowedBuilds,
    operators = below.operators,
    terminals = below.terminals,
  } = patch;
  return {
    v: below.v,
    service,
    hours,
    municipalities,
    kinds,
    prices,
    passportReading,
    voiceVolumes,
    maxCopies,
    terms,
    ...(notice === undefined ? {} : { notice }),
    allowedBuilds,
    operators,
    terminals,
  };
}
