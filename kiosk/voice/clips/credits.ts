/** Whom the voices are from. The licence of the Japanese one asks for it wherever the clips go. */
export const CREDITS = `# Credits of the voice clips

**Japanese clips** (\`ja/\`) were made with the HTS voice "tohoku-f01" (mood: neutral),
© 2015 Intelligent Communication Network (Ito-Nose) Laboratory, Tohoku University,
licensed under [Creative Commons Attribution 4.0 International](https://creativecommons.org/licenses/by/4.0/) (CC BY 4.0).
The voice was used unchanged, with Open JTalk; the sound it made was then cut, brought to one loudness and encoded as Opus.
The makers of the voice do not endorse this project.

**English clips** (\`en/\`) were made with eSpeak NG (voice en-gb).

The words are this project's own. \`kiosk/voice/make-clips.ts\` made every clip; another voice, or a person, can replace them.
`;
