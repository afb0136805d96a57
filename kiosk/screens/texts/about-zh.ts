/** “关于本机”的用语。 */
import type { AboutTexts } from './about-texts.ts';

export const ABOUT_ZH: AboutTexts = {
  heading: '关于本机',
  purpose: '本机使用个人编号卡，打印新冠疫苗接种证明。',
  voice: '日语语音',
  voiceChanged: '语音经过剪辑，并调整了音量。作者并未为本服务背书。',
  otherVoices: '其他语言的语音',
  typefaces: '字体',
  software: '软件',
  notices: '本机也使用其他作者的软件，名称和使用条件列在随软件附带的文件中。',
  back: '返回设置',
};
