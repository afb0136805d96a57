/** だれでも使えるための言葉：設定、テンキー、音声の案内、待ち時間、画面の休止。 */
import type { GuideTexts } from './guide-texts.ts';

export const GUIDE_JA: GuideTexts = {
  details: {
    largeText: '文字を大きくします。',
    highContrast: '黒い画面に、明るい文字で出します。',
    slowPace: '待ち時間を2倍にします。',
    lowControls: 'ボタンを画面の下半分に集めます。',
    spokenGuidance: 'イヤホンで画面を読み上げ、数字キーで操作します。',
  },
  lead: 'いつでも変えられます。次の方には残りません。',
  close: '閉じる',
  fee: '手数料',
  hours: 'ご利用時間',
  notThisPin: '「利用者証明用」の4桁では、ありません',
  wake: '画面にふれてください',
  working: '作業をしています',
  stillWorking: 'まだ続いています。そのままお待ちください。',
  choice: (number, label) => `${number}番。${label}。`,
  keysChoose: '番号のキーを押すと、選べます。',
  keysType: '数字のキーで入力します。クリアで、1つ消せます。',
  keysMove:
    'プラスとマイナスで移り、エンターで決めます。クリアで、もどります。星のキーで、もう一度聞けます。斜線のキーで、使い方を聞けます。',
  nothingToPress: '押すキーはありません。',
  unavailable: (label) => `選べません。${label}。`,
};
