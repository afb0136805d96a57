import { TextField } from '../../../console-kit/index.ts';
import { TextArea } from '../fields/text-area.tsx';
import { useDesk } from '../frame/desk.ts';
import type { TextDraft } from './draft.ts';

const LANGUAGES = ['ja', 'en', 'zh', 'ko'] as const;

/** A text for residents in all four languages; Japanese and English must be there. @param props.long of several paragraphs */
export function TextFields(props: {
  name: string;
  text: TextDraft;
  onChange: (text: TextDraft) => void;
  long?: boolean;
  hint?: string;
}) {
  const { texts } = useDesk();
  const { name, text, onChange, long = false, hint } = props;
  return (
    <>
      {LANGUAGES.map((language) => {
        const parts = {
          label: texts.directive.inLanguage(name, texts.directive.languages[language]),
          value: text[language],
          onChange: (value: string) => onChange({ ...text, [language]: value }),
          ...(language === 'zh' || language === 'ko'
            ? { hint: texts.directive.mayBeEmpty }
            : hint === undefined
              ? {}
              : { hint }),
        };
        return long ? <TextArea key={language} rows={6} {...parts} /> : <TextField key={language} {...parts} />;
      })}
    </>
  );
}
