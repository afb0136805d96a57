/** ‘이 기계에 대하여’의 말. */
import type { AboutTexts } from './about-texts.ts';

export const ABOUT_KO: AboutTexts = {
  heading: '이 기계에 대하여',
  purpose: '마이넘버카드로 코로나19 백신 접종 증명서를 인쇄하는 기계입니다.',
  voice: '일본어 음성',
  voiceChanged: '길이와 음량을 맞추어 사용합니다. 제작자가 이 서비스를 보증하는 것은 아닙니다.',
  otherVoices: '다른 언어의 음성',
  typefaces: '글꼴',
  software: '소프트웨어',
  notices: '다른 제작자의 소프트웨어도 사용합니다. 이름과 이용 조건은 소프트웨어에 딸린 문서에 있습니다.',
  back: '설정으로 돌아가기',
};
