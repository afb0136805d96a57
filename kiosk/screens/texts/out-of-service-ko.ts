/** 이용할 수 없을 때의 말. */
import type { Texts } from './texts.ts';

const waitOrElsewhere = '복구될 때까지 기다리시거나 다른 매장의 기기를 이용해 주십시오.';
const callStaff = '직원에게 말씀해 주십시오.';

export const OUT_OF_SERVICE_KO: Texts['outOfService'] = {
  heading: '지금은 이용하실 수 없습니다',
  causes: {
    starting: { happened: '기기를 준비하고 있습니다.', next: '잠시 기다려 주십시오.' },
    restarting: { happened: '기기를 다시 시작하고 있습니다.', next: '몇 분 후에 다시 이용하실 수 있습니다.' },
    maintenance: { happened: '기기를 점검하고 있습니다.', next: '끝날 때까지 기다려 주십시오.' },
    'out-of-hours': { happened: '이용 시간이 아닙니다.', next: '이용 시간에 다시 와 주십시오.' },
    'suspended-by-center': {
      happened: '증명서 교부 센터가 서비스를 멈추고 있습니다.',
      next: '잠시 후 다시 시도하시거나 시구정촌 창구를 이용해 주십시오.',
    },
    'no-directive': { happened: '증명서 교부 센터의 지시를 받지 못했습니다.', next: waitOrElsewhere },
    'line-down': { happened: '증명서 교부 센터와 통신이 되지 않습니다.', next: waitOrElsewhere },
    clock: { happened: '기기의 시계가 맞지 않아 확인이 필요합니다.', next: waitOrElsewhere },
    'right-person': { happened: '안전 확인을 위해 서비스를 멈추고 있습니다.', next: waitOrElsewhere },
    'needs-staff-paper': { happened: '용지가 없습니다.', next: callStaff },
    'needs-staff-jam': { happened: '종이가 걸려 있습니다.', next: `종이를 당기지 마시고 ${callStaff}` },
    'needs-staff-cover': { happened: '프린터 덮개가 열려 있습니다.', next: callStaff },
    'needs-staff-toner': { happened: '토너가 없습니다.', next: callStaff },
    'needs-staff-printer': { happened: '프린터 확인이 필요합니다.', next: callStaff },
    'needs-staff-receipt-roll': { happened: '영수증 용지가 없습니다.', next: callStaff },
    'needs-staff-receipt': { happened: '영수증 프린터 확인이 필요합니다.', next: callStaff },
    'needs-staff-reader': { happened: '카드 판독대를 사용할 수 없습니다.', next: callStaff },
    'needs-staff-coin-jam': { happened: '동전이 걸려 있습니다.', next: callStaff },
    'needs-staff-no-change': { happened: '거스름돈이 부족합니다.', next: callStaff },
    'needs-staff-coin-box': { happened: '동전 투입구를 사용할 수 없습니다.', next: callStaff },
    'needs-staff-money': { happened: '돌려드리지 못한 돈이 있어 확인이 필요합니다.', next: callStaff },
    'needs-staff-card-left': {
      happened: '판독대에 카드가 남아 있습니다.',
      next: '본인의 카드이면 가져가 주십시오. 아니면 만지지 마시고 직원에게 말씀해 주십시오.',
    },
    'needs-staff-paper-left': {
      happened: '종이가 나오는 곳에 종이가 남아 있습니다.',
      next: '본인의 종이이면 가져가 주십시오. 아니면 만지지 마시고 직원에게 말씀해 주십시오.',
    },
  },
  hours: (from, to) => `이용 시간 ${from}~${to}`,
  refundOwed: (yen) =>
    `돌려드리지 못한 돈이 ${yen.toLocaleString('ko-KR')}엔 있습니다. 본인의 돈이면 직원에게 말씀해 주십시오.`,
  terminal: '단말 번호',
  build: '버전',
  time: '시각(일본 시간)',
};
