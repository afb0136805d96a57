/** 不能继续办理时，告诉您发生了什么、接下来怎么做。绝不把错误说成没有记录（P10）。 */
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import type { RefusalText } from './texts.ts';

const officeOfThatTime = '请到接种疫苗时您住民票所在的市区町村窗口申请。';
const takeCardToOffice = '请带着卡，到您居住地的市区町村窗口咨询。';

export const REFUSALS_ZH: Record<Refusal, RefusalText> = {
  NO_RECORD_CHECK_CITY: {
    title: '在您选择的市区町村，未能查到您的接种记录',
    happened: '如果不是接种疫苗时您住民票所在的市区町村，就无法查到。',
    next: '请重新选择接种疫苗时的市区町村。如果选择正确，请向该市区町村的窗口咨询。',
  },
  NO_RECORD_ASK_CITY: {
    title: '您选择的市区町村需要确认接种记录',
    happened: '您的选择似乎正确，但这台机器未能查到您的接种记录。',
    next: '请向您选择的市区町村的窗口咨询接种记录。',
  },
  NEEDS_CONFIRMATION: {
    title: '接种记录中有需要确认的地方',
    happened: '在确认正确的内容之前，不能发放证明。',
    next: '请向接种疫苗时您住民票所在的市区町村窗口咨询。',
  },
  PASSPORT_NOT_REGISTERED: {
    title: '护照信息没有登记',
    happened: '海外用的证明需要事先登记护照信息。',
    next: '请改选“日本国内用”，或到市区町村窗口申请海外用的证明。',
  },
  PASSPORT_DIFFERS: {
    title: '已登记的护照信息不能使用',
    happened: '已登记的护照信息与卡的信息不一致。',
    next: '请改选“日本国内用”，或到市区町村窗口重新登记护照信息。',
  },
  PASSPORT_NOT_GENUINE: {
    title: '未能确认护照',
    happened: '未能确认这是有效的护照，或与卡是同一个人的护照。',
    next: '请改选“日本国内用”，或带着护照到市区町村窗口申请海外用的证明。',
  },
  CITY_STOPPED: {
    title: '您选择的市区町村现在不办理',
    happened: '该市区町村没有提供便利店发放服务，或暂停了服务。',
    next: '请稍后再试，或到该市区町村的窗口申请。',
  },
  COUNTER_ONLY: {
    title: '需要到窗口办理',
    happened: '这份证明不能在便利店发放。',
    next: officeOfThatTime,
  },
  CARD_NOT_GENUINE: {
    title: '未能确认卡的内容',
    happened: '卡的电子签名未能通过确认。',
    next: takeCardToOffice,
  },
  CARD_ISSUER_UNKNOWN: {
    title: '这台机器不能确认这张卡',
    happened: '这台机器里没有该卡发行机构的信息。',
    next: takeCardToOffice,
  },
  CHALLENGE_EXPIRED: {
    title: '确认超时',
    happened: '读取卡之后经过的时间太长，未能受理申请。',
    next: '请从头再试一次。',
  },
  APPLICATION_REFUSED: {
    title: '未能受理申请',
    happened: '申请的内容未能通过确认。',
    next: '请从头再试一次。如果再次出现，请到市区町村窗口申请。',
  },
  TOO_MANY_DOSES: {
    title: '接种次数较多，一张纸打印不下',
    happened: '超过了这台机器可以打印的次数。',
    next: officeOfThatTime,
  },
  PIN_LOCKED: {
    title: '密码已被锁定',
    happened: '由于连续输错3次，在任何店铺都无法使用。',
    next: '请带着卡和身份证件，到您居住地的市区町村窗口重新设定密码。',
  },
  CARD_READ: {
    title: '未能读取卡',
    happened: '卡被移动了，或难以读取。',
    next: '请从头再试一次。如果再次出现，请向市区町村窗口咨询。',
  },
  WRONG_CARD: {
    title: '这不是个人编号卡（マイナンバーカード）',
    happened: '住民基本台账卡、通知卡等其他的卡不能使用。',
    next: '请准备好个人编号卡，从头再试一次。',
  },
  CARD_TAKEN_EARLY: {
    title: '卡过早离开了读卡台',
    happened: '读取完成之前，卡离开了读卡台。',
    next: '请从头再试一次。在画面提示取卡之前，请不要移动卡。',
  },
  UNAVAILABLE: {
    title: '现在连接困难',
    happened: '接种记录系统没有回应。这并不表示没有您的接种记录。',
    next: '请稍后再试。',
  },
  BUSY: {
    title: '现在使用的人很多',
    happened: '由于申请集中，未能受理。这并不表示没有您的接种记录。',
    next: '请等几分钟后再试。',
  },
  OUT_OF_HOURS: {
    title: '现在不在服务时间内',
    happened: '在您办理的过程中，服务时间结束了。',
    next: '请在服务时间内从头再试一次。',
  },
  MAINTENANCE: {
    title: '现在暂停服务',
    happened: '由于系统维护等原因，不能办理。',
    next: '请过一段时间再试。',
  },
  PRINTER_ATTENTION: {
    title: '打印未能完成',
    happened: '由于打印机有问题，已停止打印。',
    next: '如果机器里还有纸张，请告诉店员。您不需要让店员看内容。',
  },
  PAYMENT_UNAVAILABLE: {
    title: '不能付款',
    happened: '收款的机器有问题。',
    next: '请告诉店员，或使用其他店铺的机器。',
  },
  NAME_NOT_PRINTABLE: {
    title: '这台机器不能正确打印您姓名中的文字',
    happened: '为了不打印错误的文字，已停止发放。',
    next: officeOfThatTime,
  },
  RIGHT_PERSON: {
    title: '为了安全，已停止发放',
    happened: '未能完全确认这份证明是您本人的。',
    next: '即使有纸张出来，也请不要带走，并告诉店员。这台机器在检查结束之前不能使用。',
  },
};
