/** 직원에게 보여 주는 고장, 장치 상태, 곧 필요한 것. */
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { OutOfServiceCause } from '../../snapshot.ts';
import type { DeviceTexts, OperatorTexts } from './operator-texts.ts';

export const OPERATOR_FAULTS_KO: OperatorTexts['faults'] = {
  'right-person': {
    name: '다른 사람의 증명서가 나왔을 우려',
    meaning: '나온 종이는 읽지도, 찢지도, 버리지도 말고 보관하십시오.',
  },
  'stuck-visit': { name: '고객의 이용이 멈춰 있음', meaning: '먼저 기기 앞에 고객이 있는지 보십시오.' },
  'card-left': { name: '카드가 남아 있음', meaning: '카드 판독대 위를 보십시오.' },
  'paper-left': { name: '종이가 남아 있음', meaning: '종이가 나오는 곳을 보십시오. 종이는 읽지 마십시오.' },
  'money-owed': { name: '고객에게 돌려주지 않은 돈이 있음', meaning: '돈을 돌려주면 기록합니다.' },
  'money-unsettled': { name: '끝나지 않은 결제가 있음', meaning: '결제 기계가 연결되면 저절로 끝납니다.' },
  paper: { name: '용지가 없음', meaning: 'A4 용지를 넣습니다.' },
  jam: { name: '종이가 걸림', meaning: '덮개를 열고 걸린 종이를 꺼냅니다.' },
  cover: { name: '프린터 덮개가 열려 있음', meaning: '덮개를 닫습니다.' },
  toner: { name: '토너가 없음', meaning: '새 토너로 바꿉니다.' },
  printer: { name: '프린터가 움직이지 않음', meaning: '전원을 껐다가 켭니다.' },
  'receipt-roll': { name: '영수증 용지가 없음', meaning: '새 용지로 바꿉니다.' },
  'receipt-cover': { name: '영수증 프린터 덮개가 열려 있음', meaning: '덮개를 닫습니다.' },
  'receipt-printer': { name: '영수증 프린터가 움직이지 않음', meaning: '전원을 껐다가 켭니다.' },
  'coin-jam': { name: '동전이 걸림', meaning: '문을 열고 동전을 꺼냅니다.' },
  'no-change': { name: '거스름돈 동전이 부족함', meaning: '동전을 채웁니다.' },
  'coin-box': { name: '동전 장치가 움직이지 않음', meaning: '케이블과 전원을 봅니다.' },
  reader: { name: '카드 판독대가 움직이지 않음', meaning: '판독대 위와 케이블을 봅니다.' },
  screens: { name: '화면이 응답하지 않음', meaning: '기기를 다시 시작합니다.' },
  line: { name: '통신이 되지 않음', meaning: '케이블과 통신 상자의 램프를 봅니다.' },
  clock: { name: '기기 시계가 맞지 않음', meaning: '센터에 전화합니다.' },
};

export const OPERATOR_WARNINGS_KO: Record<SupplyWarning, string> = {
  'paper-low': '용지가 곧 떨어집니다',
  'toner-low': '토너가 곧 떨어집니다',
  'receipt-roll-low': '영수증 용지가 곧 떨어집니다',
  'change-low': '거스름돈 동전이 곧 떨어집니다',
  'coins-nearly-full': '동전 통이 곧 가득 찹니다',
};

const absent = '응답 없음';
const unknown = '확인 중';
const attention = '점검 필요';
const ready = '사용 가능';
const notFitted = '설치 안 됨';

export const DEVICES_KO: DeviceTexts = {
  cardReader: {
    name: '카드 판독대',
    conditions: { empty: '사용 가능(카드 없음)', occupied: '카드 있음', absent, unknown },
  },
  pagePrinter: {
    name: '프린터',
    conditions: {
      ready,
      paper: '용지 없음',
      jam: '종이 걸림',
      cover: '덮개 열림',
      toner: '토너 없음',
      attention,
      absent,
      unknown,
    },
  },
  receiptPrinter: {
    name: '영수증 프린터',
    conditions: { ready, paper: '용지 없음', cover: '덮개 열림', attention, absent, unknown },
  },
  coinBox: {
    name: '동전 장치',
    conditions: { ready, 'no-change': '거스름돈 부족', 'coin-jam': '동전 걸림', attention, absent, unknown },
  },
  cashless: { name: '터치 결제기', conditions: { ready, attention, absent, 'not-fitted': notFitted, unknown } },
  keySwitch: {
    name: '열쇠 스위치',
    conditions: { locked: '잠김', open: '열림', absent, 'not-fitted': notFitted, unknown },
  },
  screens: { name: '화면', conditions: { ready, absent } },
};

/** 목록 맨 위에 중지 이유를 짧게 말한다. */
export const CLOSED_BRIEFLY_KO: Record<OutOfServiceCause, string> = {
  starting: '준비 중',
  restarting: '다시 시작하는 중',
  maintenance: '점검 중',
  'out-of-hours': '이용 시간 아님',
  'suspended-by-center': '센터가 중지함',
  'no-directive': '센터의 지시 없음',
  'line-down': '통신 안 됨',
  clock: '시계가 맞지 않음',
  'right-person': '안전을 위해 멈춤',
  'needs-staff-paper': '용지 없음',
  'needs-staff-jam': '종이 걸림',
  'needs-staff-cover': '프린터 덮개',
  'needs-staff-toner': '토너 없음',
  'needs-staff-printer': '프린터',
  'needs-staff-receipt-roll': '영수증 용지 없음',
  'needs-staff-receipt': '영수증 프린터',
  'needs-staff-reader': '카드 판독대',
  'needs-staff-coin-jam': '동전 걸림',
  'needs-staff-no-change': '거스름돈 부족',
  'needs-staff-coin-box': '동전 장치',
  'needs-staff-money': '돌려주지 않은 돈',
  'needs-staff-card-left': '남은 카드',
  'needs-staff-paper-left': '남은 종이',
};
