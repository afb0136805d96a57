import { useState } from 'preact/hooks';
import { CheckField, SelectField, TextField } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { useDesk } from '../frame/desk.ts';
import type { Draft, DraftMember } from './draft.ts';
import { foundMunicipalities } from './found-municipalities.ts';

/** What is asked for one member of a draft. */
export function MemberFields(props: {
  member: DraftMember;
  draft: Draft;
  directive: Directive;
  onChange: (part: Partial<Draft>) => void;
}) {
  const { texts } = useDesk();
  const { member, draft, directive, onChange } = props;
  const words = texts.directive;
  switch (member) {
    case 'service':
      return (
        <>
          <SelectField
            label={words.service}
            value={draft.service}
            options={[
              ['on', words.on],
              ['off', words.off],
            ]}
            onChange={(chosen) => onChange({ service: chosen === 'off' ? 'off' : 'on' })}
          />
          {draft.service === 'off' && (
            <>
              <TextField
                label={words.reasonJa}
                value={draft.reasonJa}
                onChange={(reasonJa) => onChange({ reasonJa })}
                required
              />
              <TextField
                label={words.reasonEn}
                value={draft.reasonEn}
                onChange={(reasonEn) => onChange({ reasonEn })}
                required
              />
            </>
          )}
        </>
      );
    case 'hours':
      return (
        <>
          <TextField
            label={`${words.hours}: ${words.from}`}
            hint="00:00"
            value={draft.from}
            onChange={(from) => onChange({ from })}
            required
          />
          <TextField
            label={`${words.hours}: ${words.to}`}
            hint="24:00"
            value={draft.to}
            onChange={(to) => onChange({ to })}
            required
          />
        </>
      );
    case 'prices':
      return (
        <>
          <TextField
            label={words.price}
            inputMode="numeric"
            value={draft.copyYen}
            onChange={(copyYen) => onChange({ copyYen })}
            required
          />
          <TextField
            label={words.priceFrom}
            type="datetime-local"
            value={draft.priceFrom}
            onChange={(priceFrom) => onChange({ priceFrom })}
            required
          />
        </>
      );
    case 'maxCopies':
      return (
        <TextField
          label={words.maxCopies}
          inputMode="numeric"
          value={draft.maxCopies}
          onChange={(maxCopies) => onChange({ maxCopies })}
          required
        />
      );
    case 'notice':
      return (
        <>
          <TextField
            label={words.noticeJa}
            hint={words.noNotice}
            value={draft.noticeJa}
            onChange={(noticeJa) => onChange({ noticeJa })}
          />
          <TextField
            label={words.noticeEn}
            hint={words.noNotice}
            value={draft.noticeEn}
            onChange={(noticeEn) => onChange({ noticeEn })}
          />
        </>
      );
    case 'municipalities':
      return (
        <TurnMunicipalities directive={directive} turned={draft.turned} onChange={(turned) => onChange({ turned })} />
      );
    default: {
      const never: never = member;
      throw new Error(`unknown member ${String(never)}`);
    }
  }
}

function TurnMunicipalities(props: {
  directive: Directive;
  turned: readonly string[];
  onChange: (turned: readonly string[]) => void;
}) {
  const { texts, language } = useDesk();
  const [filter, setFilter] = useState('');
  const { directive, turned, onChange } = props;
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
              onChange(checked === takingPart ? turned.filter((one) => one !== code) : [...turned, code])
            }
          />
        ))}
      </div>
    </>
  );
}
