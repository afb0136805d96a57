/** 여권을 읽는 화면의 말. */
import type { PassportTexts } from './texts.ts';

export const PASSPORT_KO: PassportTexts = {
  again: '읽지 못했습니다',
  scan: {
    heading: '여권의 사진이 있는 면을 스캐너에 올려 주십시오',
    lead: '해외용 증명서에 필요한 여권 정보가 등록되어 있지 않습니다. 여권이 있으면 여기서 읽을 수 있습니다.',
    problems: {
      unreadable: '아래쪽 두 줄이 잘 보이도록 다시 올려 주십시오.',
      'another-passport': '여권과 사진이 있는 면이 맞지 않았습니다. 사진이 있는 면부터 다시 읽습니다.',
    },
  },
  lay: {
    heading: '여권을 덮어서 판독대에 올려 주십시오',
    lead: '카드를 올렸던 곳입니다. 안내가 나올 때까지 움직이지 마십시오.',
    problems: {
      unreadable: '커버를 벗기고 판독대 가운데에 다시 올려 주십시오.',
      'wrong-document': '칩이 들어 있는 여권이 아닙니다. 여권을 올려 주십시오.',
      'taken-early': '도중에 여권이 떨어졌습니다. 다시 올리고 안내가 나올 때까지 움직이지 마십시오.',
    },
  },
  take: {
    done: {
      heading: '여권을 가져가 주십시오',
      lead: '읽기가 끝났습니다. 여권을 가져가시면 다음 화면으로 넘어갑니다.',
    },
    again: { heading: '여권을 잠시 들어 주십시오', lead: '여권을 드시면 다시 읽습니다.' },
    ended: { heading: '여권을 가져가 주십시오', lead: '두고 가지 않도록 주의해 주십시오.' },
  },
};
