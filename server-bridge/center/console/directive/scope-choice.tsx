import * as v from 'valibot';
import { SelectField, TextField } from '../../../console-kit/index.ts';
import { type Scope, ScopeSchema } from '../../console-api/places.ts';
import { PREFECTURES } from '../fleet/prefectures.ts';
import { useDesk } from '../frame/desk.ts';

export const SCOPE_KINDS = ['all', 'chain', 'prefecture', 'store', 'terminal'] as const;
export type ScopeDraft = { readonly kind: (typeof SCOPE_KINDS)[number]; readonly value: string };
export const WHOLE_FLEET: ScopeDraft = { kind: 'all', value: '' };

/** What a form says, as a scope; null where it is none. */
export function scopeOf({ kind, value }: ScopeDraft): Scope | null {
  const trimmed = value.trim();
  const names = {
    all: '',
    chain: 'chain',
    prefecture: 'prefecture',
    store: 'storeId',
    terminal: 'terminalId',
  } as const;
  const read = v.safeParse(ScopeSchema, kind === 'all' ? { kind } : { kind, [names[kind]]: trimmed });
  return read.success ? read.output : null;
}

export function ScopeChoice({ scope, onChange }: { scope: ScopeDraft; onChange: (scope: ScopeDraft) => void }) {
  const { texts, language } = useDesk();
  const { scopes } = texts.directive;
  return (
    <>
      <SelectField
        label={texts.directive.scope}
        value={scope.kind}
        options={SCOPE_KINDS.map((kind) => [kind, scopes[kind]] as const)}
        onChange={(chosen) => {
          const kind = SCOPE_KINDS.find((one) => one === chosen) ?? 'all';
          onChange({ kind, value: kind === 'prefecture' ? '01' : '' });
        }}
      />
      {scope.kind === 'prefecture' && (
        <SelectField
          label={texts.directive.scopeValue}
          value={scope.value}
          options={PREFECTURES.map(({ code, names }) => [code, names[language]] as const)}
          onChange={(value) => onChange({ ...scope, value })}
        />
      )}
      {(scope.kind === 'chain' || scope.kind === 'store' || scope.kind === 'terminal') && (
        <TextField
          label={texts.directive.scopeValue}
          hint={scopes[scope.kind]}
          value={scope.value}
          maxLength={40}
          onChange={(value) => onChange({ ...scope, value })}
          required
        />
      )}
    </>
  );
}
