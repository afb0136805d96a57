import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { CheckField, TextField } from '../../../console-kit/index.ts';
import { type Directive, MunicipalitySchema } from '../../../protocol/index.ts';
import { useDesk } from '../frame/desk.ts';
import type { Draft } from './draft.ts';
import { foundMunicipalities } from './found-municipalities.ts';

type Parts = { draft: Draft; directive: Directive; onChange: (part: Partial<Draft>) => void };

/** Municipalities whose taking part is turned, and ones that are added. */
export function MunicipalityFields({ draft, directive, onChange }: Parts) {
  const { texts, language } = useDesk();
  const [filter, setFilter] = useState('');
  const { turned } = draft;
  return (
    <>
      <TextField
        label={texts.directive.filter}
        hint={texts.directive.filterHint}
        type="search"
        value={filter}
        onChange={setFilter}
      />
      <div>
        {foundMunicipalities(directive.municipalities, filter, turned).map(({ code, name, takingPart }) => (
          <CheckField
            key={code}
            label={`${name[language]} (${code}): ${texts.directive.takesPart}`}
            checked={takingPart !== turned.includes(code)}
            onChange={(checked) =>
              onChange({ turned: checked === takingPart ? turned.filter((one) => one !== code) : [...turned, code] })
            }
          />
        ))}
      </div>
      <AddMunicipality draft={draft} onChange={onChange} />
    </>
  );
}

const EMPTY = { code: '', prefectureJa: '', prefectureEn: '', nameJa: '', nameEn: '', kana: '' };

function AddMunicipality({ draft, onChange }: Pick<Parts, 'draft' | 'onChange'>) {
  const { texts, language, tell } = useDesk();
  const [typed, setTyped] = useState(EMPTY);
  const words = texts.directive;
  const added = draft.addedMunicipalities;
  const field = (name: keyof typeof EMPTY, label: string) => (
    <TextField
      label={label}
      value={typed[name]}
      maxLength={60}
      onChange={(value) => setTyped({ ...typed, [name]: value })}
    />
  );

  function add(): void {
    const { code, prefectureJa, prefectureEn, nameJa, nameEn, kana } = typed;
    const whole = Object.values(typed).every((value) => value.trim() !== '');
    const read = v.safeParse(MunicipalitySchema, {
      code: code.trim(),
      prefecture: { ja: prefectureJa.trim(), en: prefectureEn.trim() },
      name: { ja: nameJa.trim(), en: nameEn.trim() },
      kana: kana.trim(),
      takingPart: true,
    });
    if (!whole || !read.success) {
      tell({ kind: 'problem', text: words.municipalityShape });
      return;
    }
    onChange({ addedMunicipalities: [...added.filter((one) => one.code !== read.output.code), read.output] });
    setTyped(EMPTY);
  }

  return (
    <fieldset class="wide">
      <legend>{words.addMunicipality}</legend>
      {added.map(({ code, name }) => (
        <div key={code} class="municipality">
          <strong>{name[language]}</strong> <span class="hint">{code}</span>
          <button
            type="button"
            class="quiet"
            aria-label={`${words.remove}: ${name[language]}`}
            onClick={() => onChange({ addedMunicipalities: added.filter((one) => one.code !== code) })}
          >
            {words.remove}
          </button>
        </div>
      ))}
      <div class="form">
        {field('code', words.municipalityCode)}
        {field('nameJa', words.inLanguage(words.municipalityName, words.languages.ja))}
        {field('nameEn', words.inLanguage(words.municipalityName, words.languages.en))}
        {field('kana', words.kana)}
        {field('prefectureJa', words.inLanguage(texts.list.prefecture, words.languages.ja))}
        {field('prefectureEn', words.inLanguage(texts.list.prefecture, words.languages.en))}
      </div>
      <div>
        <button type="button" class="quiet" onClick={add}>
          {words.addIt}
        </button>
      </div>
    </fieldset>
  );
}
