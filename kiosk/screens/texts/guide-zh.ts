/** 让每个人都能使用的用语：设置、数字键盘、语音引导、等待、屏幕休眠。 */
import type { GuideTexts } from './guide-texts.ts';

export const GUIDE_ZH: GuideTexts = {
  details: {
    largeText: '把文字放大。',
    highContrast: '黑色画面，明亮的文字。',
    slowPace: '等待的时间延长到2倍。',
    lowControls: '按钮集中在画面的下半部分。',
    spokenGuidance: '用耳机听画面内容，用数字键操作。',
  },
  lead: '随时可以更改，不会留给下一位使用者。',
  close: '关闭',
  fee: '手续费',
  hours: '服务时间',
  notThisPin: '不是“利用者証明用”的4位密码',
  wake: '请触摸画面',
  working: '正在处理',
  stillWorking: '还在处理，请稍候。',
  choice: (number, label) => `${number}号：${label}。`,
  keysChoose: '按数字键即可选择。',
  keysType: '用数字键输入。按清除键可以删除一位。',
  keysMove: '按加号和减号移动，按回车键确定。按清除键返回。按星号键再听一遍。按斜线键听使用方法。',
  nothingToPress: '没有需要按的键。',
  unavailable: (label) => `不能选择：${label}。`,
};
