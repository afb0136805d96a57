import { CheckField, SelectField, said, TextField } from '../../../console-kit/index.ts';
import { CertificateKindSchema, type Directive } from '../../../protocol/index.ts';
import { TextArea } from '../fields/text-area.tsx';
import { useDesk } from '../frame/desk.ts';
import type { Draft, DraftMember } from './draft.ts';
import { MunicipalityFields } from './municipality-fields.tsx';
import { OperatorFields } from './operator-fields.tsx';
import { PriceFields } from './price-fields.tsx';
import { TextFields } from './text-fields.tsx';
import { VolumeFields } from './volume-fields.tsx';

type Parts = { draft: Draft; directive: Directive; onChange: (part: Partial<Draft>) => void };

/** What is asked for one member of a draft. */
export function MemberFields({ member, draft, directive, onChange }: Parts & { member: DraftMember }) {
  const { texts } = useDesk();
  const words = texts.directive;
  switch (member) {
    case 'service':
      return <ServiceFields draft={draft} onChange={onChange} />;
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
    case 'kinds':
      return <KindFields draft={draft} onChange={onChange} />;
    case 'prices':
      return <PriceFields draft={draft} directive={directive} onChange={onChange} />;
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
    case 'terms':
      return (
        <TextFields
          name={said(texts.words.members, 'terms')}
          text={draft.terms}
          onChange={(terms) => onChange({ terms })}
          long
        />
      );
    case 'notice':
      return (
        <TextFields
          name={words.notice}
          hint={words.noNotice}
          text={draft.notice}
          onChange={(notice) => onChange({ notice })}
        />
      );
    case 'municipalities':
      return <MunicipalityFields draft={draft} directive={directive} onChange={onChange} />;
    case 'passportReading':
      return (
        <CheckField
          label={words.passportReading}
          checked={draft.passportReading}
          onChange={(passportReading) => onChange({ passportReading })}
        />
      );
    case 'voiceVolumes':
      return <VolumeFields volumes={draft.voiceVolumes} onChange={(voiceVolumes) => onChange({ voiceVolumes })} />;
    case 'operators':
      return <OperatorFields operators={draft.operators} onChange={(operators) => onChange({ operators })} />;
    case 'allowedBuilds':
      return (
        <TextArea
          label={said(texts.words.members, member)}
          hint={words.buildsHint}
          rows={4}
          plain
          value={draft.allowedBuilds}
          onChange={(allowedBuilds) => onChange({ allowedBuilds })}
        />
      );
    case 'terminals':
      return (
        <TextArea
          label={said(texts.words.members, member)}
          hint={words.terminalsHint}
          rows={4}
          plain
          value={draft.terminals}
          onChange={(terminals) => onChange({ terminals })}
        />
      );
    default: {
      const never: never = member;
      throw new Error(`unknown member ${String(never)}`);
    }
  }
}

function ServiceFields({ draft, onChange }: Pick<Parts, 'draft' | 'onChange'>) {
  const words = useDesk().texts.directive;
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
        <TextFields name={words.reason} text={draft.reason} onChange={(reason) => onChange({ reason })} />
      )}
    </>
  );
}

function KindFields({ draft, onChange }: Pick<Parts, 'draft' | 'onChange'>) {
  const { texts } = useDesk();
  const { kinds } = draft;
  return (
    <div>
      {CertificateKindSchema.options.map((kind) => (
        <CheckField
          key={kind}
          label={said(texts.words.kinds, kind)}
          checked={kinds.includes(kind)}
          onChange={(checked) =>
            onChange({
              kinds: CertificateKindSchema.options.filter((one) => (one === kind ? checked : kinds.includes(one))),
            })
          }
        />
      ))}
    </div>
  );
}
