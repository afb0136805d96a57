import { PRODUCTS } from '../../../certificates/products/product-table.ts';
import { SelectField, TextField } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';
import type { DoseDraft } from './dose-draft.ts';
import { productName } from './dose-words.ts';

/** Every fact of a dose. */
export function DoseFields({ draft, onChange }: { draft: DoseDraft; onChange: (draft: DoseDraft) => void }) {
  const { texts, language } = useDesk();
  const { doses } = texts;
  const change = (part: Partial<DoseDraft>): void => onChange({ ...draft, ...part });
  // A product nobody knows is a doubt: it stays to be seen until another is chosen.
  const codes = [...new Set([...PRODUCTS.map(({ code }) => code), ...(draft.product === '' ? [] : [draft.product])])];
  return (
    <div class="form">
      <TextField
        label={doses.number}
        value={draft.number}
        inputMode="numeric"
        maxLength={2}
        required
        onChange={(number) => change({ number })}
      />
      <TextField label={doses.day} type="date" value={draft.day} required onChange={(day) => change({ day })} />
      <SelectField
        label={doses.product}
        value={draft.product}
        options={[['', texts.common.choose], ...codes.map((code) => [code, productName(language, code)] as const)]}
        onChange={(product) => change({ product })}
      />
      <TextField
        label={doses.lot}
        hint={doses.lotHint}
        value={draft.lot}
        maxLength={20}
        required
        onChange={(lot) => change({ lot })}
      />
      <TextField
        label={doses.vaccinatedIn}
        hint={doses.codeHint}
        value={draft.vaccinatedIn}
        inputMode="numeric"
        maxLength={6}
        onChange={(vaccinatedIn) => change({ vaccinatedIn })}
      />
      <TextField label={doses.site} value={draft.site} maxLength={100} onChange={(site) => change({ site })} />
      <TextField label={doses.doctor} value={draft.doctor} maxLength={100} onChange={(doctor) => change({ doctor })} />
    </div>
  );
}
