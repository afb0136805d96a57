/** 给店员看的故障、设备状态，以及即将需要的东西。 */
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { OutOfServiceCause } from '../../snapshot.ts';
import type { DeviceTexts, OperatorTexts } from './operator-texts.ts';

export const OPERATOR_FAULTS_ZH: OperatorTexts['faults'] = {
  'right-person': {
    name: '可能打印了别人的证明',
    meaning: '请保管好出来的纸张，请勿阅读、撕毁或丢弃。',
  },
  'stuck-visit': { name: '顾客的办理停住了', meaning: '请先看机器前有没有顾客。' },
  'card-left': { name: '有遗留的卡', meaning: '请看读卡台上面。' },
  'paper-left': { name: '有遗留的纸张', meaning: '请看出纸口。请勿阅读纸张内容。' },
  'money-owed': { name: '有未退还给顾客的钱', meaning: '退还后请登记。' },
  'money-unsettled': { name: '有未完成的付款', meaning: '付款的机器恢复连接后，会自动完成。' },
  paper: { name: '没有打印纸', meaning: '放入A4打印纸。' },
  jam: { name: '卡纸', meaning: '打开盖子，取出卡住的纸张。' },
  cover: { name: '打印机的盖子开着', meaning: '关上打印机的盖子。' },
  toner: { name: '没有碳粉', meaning: '换上新的碳粉。' },
  printer: { name: '打印机不工作', meaning: '关闭电源后再打开。' },
  'receipt-roll': { name: '没有收据用纸', meaning: '换上新的纸卷。' },
  'receipt-cover': { name: '收据打印机的盖子开着', meaning: '关上收据打印机的盖子。' },
  'receipt-printer': { name: '收据打印机不工作', meaning: '关闭电源后再打开。' },
  'coin-jam': { name: '硬币卡住', meaning: '打开机门，取出硬币。' },
  'no-change': { name: '找零硬币不足', meaning: '补充硬币。' },
  'coin-box': { name: '硬币机不工作', meaning: '检查电缆和电源。' },
  reader: { name: '读卡台不工作', meaning: '检查读卡台上面和电缆。' },
  screens: { name: '画面没有反应', meaning: '重新启动机器。' },
  line: { name: '通信中断', meaning: '检查电缆和通信盒的指示灯。' },
  clock: { name: '机器的时钟不准', meaning: '给中心打电话。' },
};

export const OPERATOR_WARNINGS_ZH: Record<SupplyWarning, string> = {
  'paper-low': '打印纸即将用完',
  'toner-low': '碳粉即将用完',
  'receipt-roll-low': '收据用纸即将用完',
  'change-low': '找零硬币即将用完',
  'coins-nearly-full': '硬币箱即将装满',
};

const absent = '没有应答';
const unknown = '正在确认';
const attention = '需要检查';
const ready = '可以使用';
const notFitted = '未安装';

export const DEVICES_ZH: DeviceTexts = {
  cardReader: {
    name: '读卡台',
    conditions: { empty: '可以使用（无卡）', occupied: '有卡', absent, unknown },
  },
  pagePrinter: {
    name: '打印机',
    conditions: {
      ready,
      paper: '没有纸',
      jam: '卡纸',
      cover: '盖子开着',
      toner: '没有碳粉',
      attention,
      absent,
      unknown,
    },
  },
  receiptPrinter: {
    name: '收据打印机',
    conditions: { ready, paper: '没有纸', cover: '盖子开着', attention, absent, unknown },
  },
  coinBox: {
    name: '硬币机',
    conditions: { ready, 'no-change': '找零不足', 'coin-jam': '硬币卡住', attention, absent, unknown },
  },
  cashless: { name: '触碰付款机', conditions: { ready, attention, absent, 'not-fitted': notFitted, unknown } },
  keySwitch: {
    name: '钥匙开关',
    conditions: { locked: '已锁', open: '已开', absent, 'not-fitted': notFitted, unknown },
  },
  screens: { name: '画面', conditions: { ready, absent } },
};

/** 在一览的最上面，简短说明暂停的原因。 */
export const CLOSED_BRIEFLY_ZH: Record<OutOfServiceCause, string> = {
  starting: '准备中',
  restarting: '重新启动中',
  maintenance: '维护中',
  'out-of-hours': '非服务时间',
  'suspended-by-center': '中心暂停服务',
  'no-directive': '没有中心的指示',
  'line-down': '通信中断',
  clock: '时钟不准',
  'right-person': '为安全停止',
  'needs-staff-paper': '没有打印纸',
  'needs-staff-jam': '卡纸',
  'needs-staff-cover': '打印机盖子',
  'needs-staff-toner': '没有碳粉',
  'needs-staff-printer': '打印机',
  'needs-staff-receipt-roll': '没有收据用纸',
  'needs-staff-receipt': '收据打印机',
  'needs-staff-reader': '读卡台',
  'needs-staff-coin-jam': '硬币卡住',
  'needs-staff-no-change': '找零不足',
  'needs-staff-coin-box': '硬币机',
  'needs-staff-money': '未退还的钱',
  'needs-staff-card-left': '遗留的卡',
  'needs-staff-paper-left': '遗留的纸张',
};
