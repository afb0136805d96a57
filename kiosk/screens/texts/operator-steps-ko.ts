/** 직원이 고칠 때 손으로 하는 일. 순서대로 하나씩 보여 준다. */
import type { OperatorStep } from '../../snapshot.ts';
import type { StepText } from './operator-texts.ts';

export const OPERATOR_STEPS_KO: Record<OperatorStep, StepText> = {
  'open-tray': { title: '용지함 당겨 열기', detail: '프린터 아래쪽 용지함을 멈출 때까지 앞으로 당깁니다.' },
  'load-paper': {
    title: '용지 넣기',
    detail: 'A4 복사 용지를 표시선을 넘지 않게 넣습니다. 가장자리를 가지런히 맞춥니다.',
  },
  'close-tray': { title: '용지함 닫기', detail: '끝까지 똑바로 밀어 넣습니다.' },
  'open-cover': {
    title: '프린터 덮개 열기',
    detail: '앞 덮개를 앞으로 엽니다. 안에 뜨거운 곳이 있으니 만지지 마십시오.',
  },
  'pull-jammed-paper': {
    title: '걸린 종이 꺼내기',
    detail: '두 손으로 천천히 똑바로 당깁니다. 인쇄된 면을 아래로 하고 읽지 마십시오.',
  },
  'look-for-scraps': {
    title: '종잇조각이 남아 있는지 보기',
    detail: '작은 조각도 꺼냅니다. 조각도 버리지 말고 걸린 종이와 함께 둡니다.',
  },
  'change-toner': { title: '토너 바꾸기', detail: '헌 토너를 앞으로 빼고 새 토너를 끝까지 꽂습니다.' },
  'close-cover': { title: '프린터 덮개 닫기', detail: '딸깍 소리가 날 때까지 누릅니다.' },
  'keep-sheets-apart': {
    title: '꺼낸 종이를 봉투에 넣어 보관하기',
    detail: '읽지도, 찢지도, 버리지도 마십시오. 봉투를 봉해 잠기는 곳에 둡니다.',
  },
  'switch-printer-off-and-on': {
    title: '프린터 전원을 껐다가 켜기',
    detail: '전원을 끄고 열을 센 뒤에 켭니다. 움직일 때까지 1분 정도 걸립니다.',
  },
  'open-receipt-cover': { title: '영수증 프린터 덮개 열기', detail: '손잡이를 누르면 덮개가 올라갑니다.' },
  'change-receipt-roll': {
    title: '영수증 용지 바꾸기',
    detail: '헌 심을 빼고 새 용지를 넣습니다. 종이 끝을 앞으로 조금 빼 둡니다.',
  },
  'close-receipt-cover': {
    title: '영수증 프린터 덮개 닫기',
    detail: '종이 끝을 밖으로 뺀 채 양쪽 끝을 눌러 닫습니다.',
  },
  'switch-receipt-printer-off-and-on': {
    title: '영수증 프린터 전원을 껐다가 켜기',
    detail: '전원을 끄고 열을 센 뒤에 켭니다.',
  },
  'open-coin-door': { title: '동전 장치 문 열기', detail: '동전 장치의 열쇠를 사용합니다.' },
  'clear-coins': {
    title: '걸린 동전 꺼내기',
    detail: '통로의 동전을 꺼내 투입구 아래 받침에 넣습니다. 세어서 금액을 적어 두십시오.',
  },
  'fill-change': {
    title: '거스름돈 동전 채우기',
    detail: '동전 종류를 틀리지 않게 각각의 통에 넣습니다. 표시선 위로는 넣지 않습니다.',
  },
  'close-coin-door': { title: '동전 장치 문 닫기', detail: '닫은 뒤 잠급니다.' },
  'check-coin-box-cable': {
    title: '동전 장치 케이블 보기',
    detail: '빠지려고 하면 끝까지 꽂습니다. 전원 램프가 켜져 있는지 봅니다.',
  },
  'check-cashless-cable': {
    title: '터치 결제기 케이블 보기',
    detail: '빠지려고 하면 끝까지 꽂습니다. 전원 램프가 켜져 있는지 봅니다.',
  },
  'clear-reader': {
    title: '카드 판독대 위 비우기',
    detail: '물건이나 얼룩이 있으면 치우고 마른 천으로 닦습니다.',
  },
  'check-reader-cable': {
    title: '카드 판독대 케이블 보기',
    detail: '한 번 빼고 열을 센 뒤에 끝까지 꽂습니다.',
  },
  'check-line-cable': { title: '통신 케이블 보기', detail: '기기 뒤쪽과 통신 상자의 양 끝을 끝까지 꽂습니다.' },
  'check-router-lamp': {
    title: '통신 상자의 램프 보기',
    detail: '램프가 꺼져 있거나 빨가면 상자 전원을 끄고 열을 센 뒤에 켭니다.',
  },
  'call-center': {
    title: '증명서 교부 센터에 전화하기',
    detail: '전화번호와 단말 번호는 기기에 붙은 라벨에 있습니다. 지금 상황을 그대로 말씀하십시오.',
  },
  'wait-for-center': {
    title: '센터의 처리 기다리기',
    detail: '센터가 확인하고 다시 사용할 수 있게 합니다. 그때까지 기기를 만지지 마십시오.',
  },
  'restart-terminal': {
    title: '기기 다시 시작하기',
    detail: '목록으로 돌아가 ‘기기 다시 시작’을 누릅니다. 2분 정도 걸립니다.',
  },
  'take-card-out': {
    title: '판독대의 카드 집기',
    detail: '번호가 있는 면을 보지 말고 뒤집은 채 봉투에 넣습니다.',
  },
  'take-paper-out': {
    title: '나온 종이 모두 꺼내기',
    detail: '인쇄된 면을 아래로 하여 모두 꺼냅니다. 장수만 세고 읽지 마십시오.',
  },
  'do-not-read-or-destroy': {
    title: '종이를 읽지도, 찢지도, 버리지도 않기',
    detail: '누군가의 소중한 증명서입니다. 봉투에 넣어 봉하고 시구정촌 담당자에게 넘길 때까지 잠기는 곳에 둡니다.',
  },
};
