/** 暂停服务时的画面用语。 */
import type { Texts } from './texts.ts';

const waitOrElsewhere = '请等待恢复，或使用其他店铺的机器。';
const callStaff = '请告诉店员。';

export const OUT_OF_SERVICE_ZH: Texts['outOfService'] = {
  heading: '现在无法使用',
  causes: {
    starting: { happened: '机器正在准备。', next: '请稍候。' },
    restarting: { happened: '机器正在重新启动。', next: '几分钟后即可使用。' },
    maintenance: { happened: '机器正在维护。', next: '请等待维护结束。' },
    'out-of-hours': { happened: '现在不在服务时间内。', next: '请在服务时间内再来。' },
    'suspended-by-center': {
      happened: '证明书交付中心暂停了服务。',
      next: '请稍后再试，或前往市区町村窗口办理。',
    },
    'no-directive': { happened: '机器没有收到证明书交付中心的指示。', next: waitOrElsewhere },
    'line-down': { happened: '无法连接证明书交付中心。', next: waitOrElsewhere },
    clock: { happened: '机器的时钟不准，需要检查。', next: waitOrElsewhere },
    'right-person': { happened: '为了确认安全，已停止服务。', next: waitOrElsewhere },
    'needs-staff-paper': { happened: '没有打印纸了。', next: callStaff },
    'needs-staff-jam': { happened: '打印机卡纸了。', next: `请不要拉出纸张。${callStaff}` },
    'needs-staff-cover': { happened: '打印机的盖子开着。', next: callStaff },
    'needs-staff-toner': { happened: '没有碳粉了。', next: callStaff },
    'needs-staff-printer': { happened: '打印机需要检查。', next: callStaff },
    'needs-staff-receipt-roll': { happened: '收据用纸没有了。', next: callStaff },
    'needs-staff-receipt': { happened: '收据打印机需要检查。', next: callStaff },
    'needs-staff-reader': { happened: '读卡台不能使用。', next: callStaff },
    'needs-staff-coin-jam': { happened: '硬币卡住了。', next: callStaff },
    'needs-staff-no-change': { happened: '找零用的硬币不足。', next: callStaff },
    'needs-staff-coin-box': { happened: '投币口不能使用。', next: callStaff },
    'needs-staff-money': { happened: '有未能退还的钱，需要确认。', next: callStaff },
    'needs-staff-card-left': {
      happened: '读卡台上有遗留的卡。',
      next: '如果是您的卡，请取走。如果不是，请不要触碰，并告诉店员。',
    },
    'needs-staff-paper-left': {
      happened: '出纸口有遗留的纸张。',
      next: '如果是您的纸张，请取走。如果不是，请不要触碰，并告诉店员。',
    },
  },
  hours: (from, to) => `服务时间 ${from}～${to}`,
  refundOwed: (yen) => `有${yen.toLocaleString('zh-CN')}日元未能退还。如果是您的钱，请告诉店员。`,
  terminal: '终端编号',
  build: '版本',
  time: '时间（日本时间）',
};
