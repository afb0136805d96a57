/** 누구나 사용할 수 있게 하는 말: 설정, 숫자 키패드, 음성 안내, 대기, 화면 보호. */
import type { GuideTexts } from './guide-texts.ts';

export const GUIDE_KO: GuideTexts = {
  details: {
    largeText: '글자를 크게 합니다.',
    highContrast: '검은 화면에 밝은 글자로 보여 줍니다.',
    slowPace: '기다리는 시간을 2배로 늘립니다.',
    lowControls: '버튼을 화면 아래쪽에 모읍니다.',
    spokenGuidance: '이어폰으로 화면을 듣고 숫자 키로 조작합니다.',
  },
  lead: '언제든지 바꿀 수 있습니다. 다음 분에게는 남지 않습니다.',
  close: '닫기',
  fee: '수수료',
  hours: '이용 시간',
  notThisPin: '이용자 증명용(利用者証明用) 4자리가 아닙니다',
  wake: '화면을 눌러 주십시오',
  working: '처리하고 있습니다',
  stillWorking: '아직 처리하고 있습니다. 기다려 주십시오.',
  choice: (number, label) => `${number}번. ${label}.`,
  keysChoose: '번호 키를 누르면 선택됩니다.',
  keysType: '숫자 키로 입력합니다. 지움 키로 한 자리를 지웁니다.',
  keysMove:
    '더하기와 빼기로 이동하고 엔터로 정합니다. 지움 키로 돌아갑니다. 별 키로 다시 듣고, 빗금 키로 사용 방법을 듣습니다.',
  nothingToPress: '누를 키가 없습니다.',
  unavailable: (label) => `선택할 수 없습니다. ${label}.`,
};
