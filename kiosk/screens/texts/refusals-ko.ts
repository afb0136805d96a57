/** 더 진행할 수 없을 때의 안내: 무슨 일이 있었는지, 다음에 하실 일. 오류를 기록이 없다고 말하지 않는다(P10). */
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import type { RefusalText } from './texts.ts';

const officeOfThatTime = '접종 당시 주민표가 있던 시구정촌 창구에서 신청해 주십시오.';
const takeCardToOffice = '카드를 가지고 거주지 시구정촌 창구에 문의해 주십시오.';

export const REFUSALS_KO: Record<Refusal, RefusalText> = {
  NO_RECORD_CHECK_CITY: {
    title: '선택하신 시구정촌에서 접종 기록을 확인하지 못했습니다',
    happened: '접종 당시 주민표가 있던 시구정촌이 아니면 확인할 수 없습니다.',
    next: '접종 당시의 시구정촌을 다시 선택해 주십시오. 맞게 선택하셨다면 그 시구정촌 창구에 문의해 주십시오.',
  },
  NO_RECORD_ASK_CITY: {
    title: '선택하신 시구정촌에서 접종 기록을 확인해야 합니다',
    happened: '시구정촌은 맞는 것 같지만, 이 기기에서 접종 기록을 찾지 못했습니다.',
    next: '선택하신 시구정촌 창구에 접종 기록을 문의해 주십시오.',
  },
  NEEDS_CONFIRMATION: {
    title: '접종 기록에 확인이 필요한 부분이 있습니다',
    happened: '올바른 내용을 확인할 때까지 증명서를 발급할 수 없습니다.',
    next: '접종 당시 주민표가 있던 시구정촌 창구에 문의해 주십시오.',
  },
  PASSPORT_NOT_REGISTERED: {
    title: '여권 정보가 등록되어 있지 않습니다',
    happened: '해외용 증명서에는 여권 정보 등록이 필요합니다.',
    next: '‘일본 국내용’을 다시 선택하시거나 시구정촌 창구에서 해외용을 신청해 주십시오.',
  },
  PASSPORT_DIFFERS: {
    title: '등록된 여권 정보를 사용할 수 없습니다',
    happened: '등록된 여권 정보와 카드 정보가 맞지 않았습니다.',
    next: '‘일본 국내용’을 다시 선택하시거나 시구정촌 창구에서 여권 정보를 다시 등록해 주십시오.',
  },
  PASSPORT_NOT_GENUINE: {
    title: '여권을 확인하지 못했습니다',
    happened: '유효한 여권인지, 카드와 같은 분의 여권인지 확인하지 못했습니다.',
    next: '‘일본 국내용’을 다시 선택하시거나 여권을 가지고 시구정촌 창구에서 해외용을 신청해 주십시오.',
  },
  CITY_STOPPED: {
    title: '선택하신 시구정촌은 지금 취급하지 않습니다',
    happened: '그 시구정촌이 편의점 발급을 하지 않거나 멈추고 있습니다.',
    next: '잠시 후 다시 시도하시거나 그 시구정촌 창구에서 신청해 주십시오.',
  },
  COUNTER_ONLY: {
    title: '창구에서 신청하셔야 합니다',
    happened: '이 증명서는 편의점에서 발급할 수 없습니다.',
    next: officeOfThatTime,
  },
  CARD_NOT_GENUINE: {
    title: '카드 내용을 확인하지 못했습니다',
    happened: '카드의 전자서명을 올바르게 확인하지 못했습니다.',
    next: takeCardToOffice,
  },
  CARD_ISSUER_UNKNOWN: {
    title: '이 기기에서는 이 카드를 확인할 수 없습니다',
    happened: '카드 발행 기관의 정보가 이 기기에 등록되어 있지 않습니다.',
    next: takeCardToOffice,
  },
  CHALLENGE_EXPIRED: {
    title: '확인 시간이 지났습니다',
    happened: '카드를 읽은 후 시간이 너무 지나서 신청을 받을 수 없었습니다.',
    next: '처음부터 다시 시도해 주십시오.',
  },
  APPLICATION_REFUSED: {
    title: '신청을 받을 수 없었습니다',
    happened: '신청 내용을 올바르게 확인하지 못했습니다.',
    next: '처음부터 다시 시도해 주십시오. 되풀이되면 시구정촌 창구에서 신청해 주십시오.',
  },
  TOO_MANY_DOSES: {
    title: '접종 횟수가 많아 한 장에 인쇄할 수 없습니다',
    happened: '이 기기에서 인쇄할 수 있는 횟수를 넘었습니다.',
    next: officeOfThatTime,
  },
  PIN_LOCKED: {
    title: '비밀번호가 잠겨 있습니다',
    happened: '3번 연속으로 틀려서 어느 매장에서도 사용할 수 없습니다.',
    next: '카드와 신분증을 가지고 거주지 시구정촌 창구에서 비밀번호를 다시 설정해 주십시오.',
  },
  CARD_READ: {
    title: '카드를 읽지 못했습니다',
    happened: '카드가 움직였거나 읽기 어려운 상태였습니다.',
    next: '처음부터 다시 시도해 주십시오. 되풀이되면 시구정촌 창구에 문의해 주십시오.',
  },
  WRONG_CARD: {
    title: '마이넘버카드가 아닙니다',
    happened: '주민기본대장 카드나 통지 카드 등 다른 카드는 사용할 수 없습니다.',
    next: '마이넘버카드를 준비하여 처음부터 다시 시도해 주십시오.',
  },
  CARD_TAKEN_EARLY: {
    title: '읽는 도중에 카드가 떨어졌습니다',
    happened: '읽기가 끝나기 전에 카드가 판독대에서 떨어졌습니다.',
    next: '처음부터 다시 시도해 주십시오. 화면에 안내가 나올 때까지 카드를 움직이지 마십시오.',
  },
  UNAVAILABLE: {
    title: '지금은 연결이 잘되지 않습니다',
    happened: '접종 기록 시스템에서 응답이 없었습니다. 접종 기록이 없다는 뜻은 아닙니다.',
    next: '잠시 후 다시 시도해 주십시오.',
  },
  BUSY: {
    title: '지금은 이용하는 분이 많습니다',
    happened: '신청이 몰려서 받을 수 없었습니다. 접종 기록이 없다는 뜻은 아닙니다.',
    next: '몇 분 기다린 후 다시 시도해 주십시오.',
  },
  OUT_OF_HOURS: {
    title: '이용 시간이 아닙니다',
    happened: '이용하시는 도중에 이용 시간이 끝났습니다.',
    next: '이용 시간에 처음부터 다시 시도해 주십시오.',
  },
  MAINTENANCE: {
    title: '지금은 서비스를 멈추고 있습니다',
    happened: '시스템 점검 등으로 이용하실 수 없습니다.',
    next: '시간이 지난 후 다시 시도해 주십시오.',
  },
  PRINTER_ATTENTION: {
    title: '인쇄를 끝까지 하지 못했습니다',
    happened: '프린터 문제로 인쇄를 멈췄습니다.',
    next: '기기에 종이가 남아 있으면 직원에게 말씀해 주십시오. 내용을 보여 주실 필요는 없습니다.',
  },
  PAYMENT_UNAVAILABLE: {
    title: '결제를 받을 수 없습니다',
    happened: '요금을 받는 기기에 문제가 있었습니다.',
    next: '직원에게 말씀하시거나 다른 매장의 기기를 이용해 주십시오.',
  },
  NAME_NOT_PRINTABLE: {
    title: '이 기기에서는 이름의 글자를 올바르게 인쇄할 수 없습니다',
    happened: '틀린 글자로 인쇄하지 않도록 발급을 멈췄습니다.',
    next: officeOfThatTime,
  },
  RIGHT_PERSON: {
    title: '안전을 위해 발급을 멈췄습니다',
    happened: '증명서가 본인의 것인지 끝까지 확인하지 못했습니다.',
    next: '종이가 나왔더라도 가져가지 마시고 직원에게 말씀해 주십시오. 이 기기는 점검이 끝날 때까지 사용할 수 없습니다.',
  },
};
