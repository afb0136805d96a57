/** A change and its scope in a few words. */
import { numberText, said } from '../../../console-kit/index.ts';
import type { Change } from '../../console-api/changes.ts';
import type { Scope } from '../../console-api/places.ts';
import { prefectureName } from '../fleet/prefectures.ts';
import type { Desk } from '../frame/desk.ts';

type Speech = Pick<Desk, 'texts' | 'language'>;

export function scopeText(scope: Scope, { texts, language }: Speech): string {
  const { scopes } = texts.directive;
  switch (scope.kind) {
    case 'all':
      return scopes.all;
    case 'chain':
      return `${scopes.chain}: ${scope.chain}`;
    case 'prefecture':
      return `${scopes.prefecture}: ${prefectureName(language, scope.prefecture)}`;
    case 'store':
      return `${scopes.store}: ${scope.storeId}`;
    case 'terminal':
      return `${scopes.terminal}: ${scope.terminalId}`;
    default: {
      const never: never = scope;
      throw new Error(`unknown scope ${String(never)}`);
    }
  }
}

/** Each member that is replaced; its value where it is short. */
export function patchText(patch: Change['patch'], speech: Speech): string {
  return Object.keys(patch)
    .map((member) => `${said(speech.texts.words.members, member)}${valueText(patch, member, speech)}`)
    .join('; ');
}

function valueText(patch: Change['patch'], member: string, { texts, language }: Speech): string {
  switch (member) {
    case 'service':
      if (!patch.service) return '';
      return patch.service.state === 'on'
        ? `: ${texts.directive.on}`
        : `: ${texts.directive.off} (${patch.service.reason[language]})`;
    case 'hours':
      return patch.hours ? `: ${patch.hours.from} – ${patch.hours.to}` : '';
    case 'maxCopies':
      return patch.maxCopies ? `: ${numberText(language, patch.maxCopies)}` : '';
    case 'prices': {
      const newest = patch.prices?.at(-1);
      return newest === undefined ? '' : `: ${texts.directive.yen(numberText(language, newest.copyYen))}`;
    }
    case 'kinds':
      return patch.kinds ? `: ${patch.kinds.map((kind) => said(texts.words.kinds, kind)).join(', ')}` : '';
    case 'allowedBuilds':
      return patch.allowedBuilds ? `: ${patch.allowedBuilds.join(', ') || texts.directive.everyBuild}` : '';
    case 'operators':
      return patch.operators ? `: ${patch.operators.map(({ id }) => id).join(', ')}` : '';
    case 'passportReading':
      return patch.passportReading === undefined || patch.passportReading === null
        ? ''
        : `: ${patch.passportReading ? texts.frame.yes : texts.frame.no}`;
    case 'notice':
      return `: ${patch.notice ? patch.notice[language] : texts.directive.noNotice}`;
    default:
      return '';
  }
}
