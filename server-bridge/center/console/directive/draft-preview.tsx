import { instantOfForm } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import type { DirectiveContent } from '../../directives/directive-content.ts';
import { useDesk } from '../frame/desk.ts';
import type { Draft } from './draft.ts';
import { patchOf } from './draft-message.ts';
import { ScreenPreviews } from './screen-previews.tsx';

/** No terminal sees it; the real one is made when the draft is submitted. */
const NO_DIGEST = '0'.repeat(64);

/** What residents would see under a draft that nobody has submitted yet. */
export function DraftPreview({ draft, directive }: { draft: Draft; directive: Directive }) {
  const { texts } = useDesk();
  const patch = patchOf(draft, directive, NO_DIGEST);
  if (draft.members.length === 0) return <p class="hint">{texts.directive.nothingChosen}</p>;
  if (patch === null) return <p class="problem">{texts.directive.invalid}</p>;
  const at = draft.effectiveAt === '' ? null : instantOfForm(draft.effectiveAt);
  return (
    <>
      <p class="hint">{texts.directive.draftPreviewWhy}</p>
      <ScreenPreviews content={laidOver(directive, patch)} atMs={at === null ? Date.now() : Date.parse(at)} />
    </>
  );
}

/** The directive that holds for all, with the members of the draft laid over it; what is taken away shows as it is for all. */
function laidOver(directive: Directive, patch: NonNullable<ReturnType<typeof patchOf>>): DirectiveContent {
  const { notice } = patch;
  const { notice: below, ...rest } = directive;
  const shown = notice === undefined ? below : (notice ?? undefined);
  return {
    v: 1,
    service: patch.service ?? rest.service,
    hours: patch.hours ?? rest.hours,
    municipalities: patch.municipalities ?? rest.municipalities,
    kinds: patch.kinds ?? rest.kinds,
    prices: patch.prices ?? rest.prices,
    passportReading: patch.passportReading ?? rest.passportReading,
    voiceVolumes: patch.voiceVolumes ?? rest.voiceVolumes,
    maxCopies: patch.maxCopies ?? rest.maxCopies,
    terms: patch.terms ?? rest.terms,
    ...(shown === undefined ? {} : { notice: shown }),
    allowedBuilds: patch.allowedBuilds ?? rest.allowedBuilds,
    operators: patch.operators ?? rest.operators,
    terminals: patch.terminals ?? rest.terminals,
  };
}
