/** The chooser of municipalities as it is said aloud: as far as it has been narrowed. */
import { chooserStage } from '../municipality-filter.ts';
import { inLanguage } from '../texts/in-language.ts';
import { type Spoken, told } from './spoken-screen.ts';

export const municipalityWords: Spoken<'municipality'> = ({ screen, language, texts, narrowed }) => {
  const { municipality, guide } = texts;
  const stage = chooserStage(screen.municipalities, narrowed, language);
  if (stage.show === 'none') return told(municipality.none, municipality.noneLead);
  if (stage.show === 'prefectures') {
    const { heading, lead } = municipality.choosePrefecture;
    return { heading, words: [lead], choices: stage.prefectures.map(({ name }) => inLanguage(name, language)) };
  }
  const again = stage.severalPrefectures ? [municipality.otherPrefecture] : [];
  if (stage.show === 'rows') {
    const { heading, lead } = municipality.chooseRow;
    return { heading, words: [lead], choices: [...stage.rows.map((row) => municipality.row(row)), ...again] };
  }
  const { heading, lead } = municipality.chooseOne;
  const closed = stage.choices
    .filter(({ takingPart }) => !takingPart)
    .map(({ name, reason }) => {
      const why = reason === undefined ? '' : `: ${inLanguage(reason, language)}`;
      return guide.unavailable(`${inLanguage(name, language)}, ${municipality.closed}${why}`);
    });
  return {
    heading,
    words: [lead, ...closed],
    choices: [
      ...stage.choices.filter(({ takingPart }) => takingPart).map(({ name }) => inLanguage(name, language)),
      ...again,
      ...(stage.severalRows ? [municipality.otherRow] : []),
    ],
  };
};
