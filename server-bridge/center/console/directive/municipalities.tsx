import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { Badge, ConfirmDialog, Panel, TextField, useAnswer, useOrder } from '../../../console-kit/index.ts';
import type { Directive, Municipality } from '../../../protocol/index.ts';
import { ChangeSchema, SuspensionsSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';
import { foundMunicipalities } from './found-municipalities.ts';

const VersionSchema = v.object({ version: v.number() });
type Asked = { readonly municipality: Municipality; readonly what: 'suspend' | 'resume' };

/** Who takes part; one can be suspended at once, and resumed by two people (K8, C1). */
export function Municipalities({ directive, onChanged }: { directive: Directive; onChanged: () => void }) {
  const { texts, client, language, may, tell } = useDesk();
  const { busy, send } = useOrder();
  const [filter, setFilter] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [ja, setJa] = useState('');
  const [en, setEn] = useState('');
  const suspensions = useAnswer(
    'suspended',
    (background) => client.get(SuspensionsSchema, '/operations/municipalities/suspended', background),
    null,
  );
  const suspended = new Set<string>((suspensions.value?.suspensions ?? []).map(({ code }) => code));
  const words = texts.directive;

  async function confirm({ municipality, what }: Asked): Promise<void> {
    const name = municipality.name[language];
    const path = `/operations/municipalities/${municipality.code}/${what}`;
    if (what === 'suspend') {
      const body = { reason: { ja: ja.trim(), en: en.trim() } };
      await send(() => client.postFor(VersionSchema, path, body), words.suspended(name));
    } else {
      const drafted = await send(() => client.postFor(ChangeSchema, path, {}), texts.frame.sending);
      if (drafted !== null) tell({ kind: 'done', text: words.resumeDrafted(name, drafted.value.changeId) });
    }
    setAsked(null);
    suspensions.refresh();
    onChanged();
  }

  return (
    <Panel title={words.municipalities}>
      <TextField label={words.filter} hint={words.filterHint} type="search" value={filter} onChange={setFilter} />
      <ul class="plain-list">
        {foundMunicipalities(directive.municipalities, filter).map((municipality) => {
          const { code, name, prefecture, takingPart } = municipality;
          const isSuspended = suspended.has(code);
          return (
            <li key={code} class="municipality">
              <strong>{name[language]}</strong>
              <span class="hint">
                {prefecture[language]} · {code}
              </span>
              <Badge
                kind={takingPart && !isSuspended ? 'good' : 'warn'}
                text={isSuspended ? words.suspendedNow : takingPart ? words.takesPart : words.doesNot}
              />
              {takingPart && !isSuspended && may('suspend-municipality') && (
                <button type="button" class="grave-quiet" onClick={() => setAsked({ municipality, what: 'suspend' })}>
                  {words.suspend}
                </button>
              )}
              {isSuspended && may('draft') && (
                <button type="button" class="quiet" onClick={() => setAsked({ municipality, what: 'resume' })}>
                  {words.resume}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {asked !== null && (
        <ConfirmDialog
          title={(asked.what === 'suspend' ? words.suspendTitle : words.resumeTitle)(asked.municipality.name[language])}
          confirm={words[asked.what]}
          busy={busy || (asked.what === 'suspend' && (ja.trim() === '' || en.trim() === ''))}
          grave={asked.what === 'suspend'}
          onConfirm={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p class="hint">{asked.what === 'suspend' ? words.suspendEffect : words.resumeEffect}</p>
          {asked.what === 'suspend' && (
            <>
              <TextField label={words.reasonJa} value={ja} onChange={setJa} required />
              <TextField label={words.reasonEn} value={en} onChange={setEn} required />
            </>
          )}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
