/**
 * Names and licences that are owed to others, in the words their makers use; the same in every language. `voice/CREDITS.md` and
 * `docs/third-party-notices.md` say it in full.
 */
export const CREDITS = {
  /** CC BY 4.0 asks for the name, the licence and a way to it. */
  voice:
    'HTS voice “tohoku-f01”, © 2015 Intelligent Communication Network (Ito-Nose) Laboratory, Tohoku University, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/',
  otherVoices: 'eSpeak NG',
  typefaces:
    'BIZ UDPGothic, Noto Sans SC, Noto Sans KR (SIL Open Font License 1.1), IPAmj Mincho (IPA Font License 1.0)',
  software: 'Kofu (Apache License 2.0)',
} as const;
