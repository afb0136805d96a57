/** The chooser of municipalities as it is said aloud: as far as it has been narrowed. */
import { chooserStage } from '../municipality-filter.ts';
import { inLanguage } from '../texts/in-language.ts';
import { listed, nameOf, onTheScreen, told } from './spoken-line.ts';
import { type Spoken, tells } from './spoken-screen.ts';

/** A row of kana has words of its own; one of letters is the letter. */
const rowName = (row: string, text: string) => (text === row ? told(text, { kind: 'spelled', text: row }) : text);

export const municipalityWords: Spoken<'municipality'> = ({ screen, language, texts, narrowed }) => {
  const { municipality, guide } = texts;
  const stage = chooserStage(screen.municipalities, narrowed, language);
  if (stage.show === 'none') return tells(municipality.none, municipality.noneLead);
  if (stage.show === 'prefectures') {
    const { heading, lead } = municipality.choosePrefecture;
    return { heading, words: [lead], choices: stage.prefectures.map(({ name }) => nameOf(name, language)) };
  }
  const again = stage.severalPrefectures ? [municipality.otherPrefecture] : [];
  if (stage.show === 'rows') {
    const { heading, lead } = municipality.chooseRow;
    return {
      heading,
      words: [lead],
      choices: [...stage.rows.map((row) => rowName(row, municipality.row(row))), ...again],
    };
  }
  const { heading, lead } = municipality.chooseOne;
  const closed = stage.choices
    .filter(({ takingPart }) => !takingPart)
    .map(({ name, kana, reason }) => {
      const why = reason === undefined ? [] : [onTheScreen(inLanguage(reason, language))];
      const { text, pieces } = listed(nameOf(name, language, kana), municipality.closed, ...why);
      return told(guide.unavailable(text), ...pieces);
    });
  return {
    heading,
    words: [lead, ...closed],
    choices: [
      ...stage.choices.filter(({ takingPart }) => takingPart).map(({ name, kana }) => nameOf(name, language, kana)),
      ...again,
      ...(stage.severalRows ? [municipality.otherRow] : []),
    ],
  };
};
