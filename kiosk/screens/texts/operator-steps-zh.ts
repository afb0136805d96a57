/** 店员处理故障时动手做的事。按顺序一次显示一步。 */
import type { OperatorStep } from '../../snapshot.ts';
import type { StepText } from './operator-texts.ts';

export const OPERATOR_STEPS_ZH: Record<OperatorStep, StepText> = {
  'open-tray': { title: '拉出纸盒', detail: '将打印机下方的纸盒拉到底。' },
  'load-paper': { title: '放入打印纸', detail: '使用A4复印纸，对齐纸边，高度不要超过标线。' },
  'close-tray': { title: '推回纸盒', detail: '笔直推到底。' },
  'open-cover': {
    title: '打开打印机的盖子',
    detail: '将前盖向身前打开。里面有很烫的地方，请不要触碰。',
  },
  'pull-jammed-paper': {
    title: '取出卡住的纸张',
    detail: '用双手慢慢地笔直拉出。将打印面朝下，请勿阅读。',
  },
  'look-for-scraps': {
    title: '看看有没有碎纸',
    detail: '小碎纸也要取出。碎纸也不要丢弃，和卡住的纸张放在一起。',
  },
  'change-toner': { title: '更换碳粉', detail: '将旧碳粉向身前拔出，将新碳粉插到底。' },
  'close-cover': { title: '关上打印机的盖子', detail: '按到听见“咔嗒”一声。' },
  'keep-sheets-apart': {
    title: '将取出的纸张装入信封保管',
    detail: '请勿阅读、撕毁或丢弃。封好信封，放在上锁的地方。',
  },
  'switch-printer-off-and-on': {
    title: '重新打开打印机的电源',
    detail: '关闭电源，数到10后再打开。大约1分钟后开始工作。',
  },
  'open-receipt-cover': { title: '打开收据打印机的盖子', detail: '按下卡扣，盖子会弹起。' },
  'change-receipt-roll': {
    title: '更换收据用纸',
    detail: '取出旧的纸芯，放入新的纸卷，让纸头露出一点。',
  },
  'close-receipt-cover': { title: '关上收据打印机的盖子', detail: '让纸头留在外面，按住两角关上。' },
  'switch-receipt-printer-off-and-on': {
    title: '重新打开收据打印机的电源',
    detail: '关闭电源，数到10后再打开。',
  },
  'open-coin-door': { title: '打开硬币机的门', detail: '请使用硬币机的钥匙。' },
  'clear-coins': {
    title: '取出卡住的硬币',
    detail: '取出通道里的硬币，放入投币口下方的托盘。请清点并记下金额。',
  },
  'fill-change': {
    title: '补充找零硬币',
    detail: '不要弄错硬币的种类，分别放入各自的筒里，高度不要超过标线。',
  },
  'close-coin-door': { title: '关上硬币机的门', detail: '关好后上锁。' },
  'check-coin-box-cable': {
    title: '检查硬币机的电缆',
    detail: '如果松了，请插到底。看看电源灯是否亮着。',
  },
  'check-cashless-cable': {
    title: '检查触碰付款机的电缆',
    detail: '如果松了，请插到底。看看电源灯是否亮着。',
  },
  'clear-reader': { title: '清理读卡台', detail: '如有物品或污渍，请清除，并用干布擦拭。' },
  'check-reader-cable': { title: '检查读卡台的电缆', detail: '拔下电缆，数到10，再插到底。' },
  'check-line-cable': { title: '检查通信电缆', detail: '将机器背面和通信盒两端的插头都插到底。' },
  'check-router-lamp': {
    title: '看通信盒的指示灯',
    detail: '如果灯不亮或是红色，请关闭通信盒的电源，数到10后再打开。',
  },
  'call-center': {
    title: '给证明书交付中心打电话',
    detail: '电话号码和终端编号写在机器的标签上。请照实说明情况。',
  },
  'wait-for-center': {
    title: '等待中心处理',
    detail: '中心确认后会恢复服务。在此之前请不要动机器。',
  },
  'restart-terminal': {
    title: '重新启动机器',
    detail: '回到一览，触摸“重新启动机器”。大约需要2分钟。',
  },
  'take-card-out': { title: '取下读卡台上的卡', detail: '不要看有号码的一面，背面朝上装入信封。' },
  'take-paper-out': {
    title: '取出出纸口的纸张',
    detail: '将打印面朝下，全部取出。只数张数，请勿阅读。',
  },
  'do-not-read-or-destroy': {
    title: '请勿阅读、撕毁或丢弃纸张',
    detail: '这是某个人的重要证明。装入信封并封好，放在上锁的地方，保管到交给市区町村的人为止。',
  },
};
