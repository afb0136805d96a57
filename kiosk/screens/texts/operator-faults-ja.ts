/** お店の人に見せる、不具合・機器の状態・もうすぐ必要なもの。 */
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { OutOfServiceCause } from '../../snapshot.ts';
import type { DeviceTexts, OperatorTexts } from './operator-texts.ts';

export const OPERATOR_FAULTS_JA: OperatorTexts['faults'] = {
  'right-person': {
    name: '別の人の証明書が出たおそれ',
    meaning: '出た紙は、読まず、破らず、捨てずに、とっておいてください。',
  },
  'stuck-visit': { name: 'お客様の手続きが止まっている', meaning: '先に、機械の前にお客様がいないか見てください。' },
  'card-left': { name: 'カードが残っている', meaning: '読み取り台の上を見てください。' },
  'paper-left': { name: '紙が残っている', meaning: '取り出し口を見てください。紙は読まないでください。' },
  'money-owed': { name: 'お客様に返していないお金がある', meaning: 'お金を返したら、記録します。' },
  'money-unsettled': { name: '終わっていない支払いがある', meaning: '支払いの機械がつながると、自動で終わります。' },
  paper: { name: '用紙がない', meaning: 'A4の用紙を入れます。' },
  jam: { name: '紙がつまっている', meaning: 'ふたを開けて、つまった紙を取り出します。' },
  cover: { name: 'プリンターのふたが開いている', meaning: 'ふたを閉めます。' },
  toner: { name: 'トナーがない', meaning: '新しいトナーに取りかえます。' },
  printer: { name: 'プリンターが動かない', meaning: '電源を入れ直します。' },
  'receipt-roll': { name: '領収証の紙がない', meaning: '新しい紙に取りかえます。' },
  'receipt-cover': { name: '領収証プリンターのふたが開いている', meaning: 'ふたを閉めます。' },
  'receipt-printer': { name: '領収証プリンターが動かない', meaning: '電源を入れ直します。' },
  'coin-jam': { name: '硬貨がつまっている', meaning: 'とびらを開けて、硬貨を取り出します。' },
  'no-change': { name: 'おつりの硬貨が足りない', meaning: '硬貨をたします。' },
  'coin-box': { name: '硬貨の機械が動かない', meaning: 'ケーブルと電源を見ます。' },
  reader: { name: 'カードの読み取り台が動かない', meaning: '台の上とケーブルを見ます。' },
  screens: { name: '画面が応答しない', meaning: '機械を再起動します。' },
  line: { name: '通信がつながらない', meaning: 'ケーブルと、通信の箱のランプを見ます。' },
  clock: { name: '機械の時計が合っていない', meaning: 'センターに電話します。' },
};

export const OPERATOR_WARNINGS_JA: Record<SupplyWarning, string> = {
  'paper-low': '用紙がもうすぐなくなります',
  'toner-low': 'トナーがもうすぐなくなります',
  'receipt-roll-low': '領収証の紙がもうすぐなくなります',
  'change-low': 'おつりの硬貨がもうすぐなくなります',
  'coins-nearly-full': '硬貨の箱がもうすぐいっぱいになります',
};

const absent = '応答なし';
const unknown = '確認中';
const attention = '点検が必要';
const ready = '使えます';
const notFitted = '付いていません';

export const DEVICES_JA: DeviceTexts = {
  cardReader: {
    name: 'カードの読み取り台',
    conditions: { empty: '使えます（カードなし）', occupied: 'カードあり', absent, unknown },
  },
  pagePrinter: {
    name: 'プリンター',
    conditions: {
      ready,
      paper: '用紙なし',
      jam: '紙づまり',
      cover: 'ふたが開いている',
      toner: 'トナーなし',
      attention,
      absent,
      unknown,
    },
  },
  receiptPrinter: {
    name: '領収証プリンター',
    conditions: { ready, paper: '紙なし', cover: 'ふたが開いている', attention, absent, unknown },
  },
  coinBox: {
    name: '硬貨の機械',
    conditions: { ready, 'no-change': 'おつり不足', 'coin-jam': '硬貨づまり', attention, absent, unknown },
  },
  cashless: { name: 'タッチ払いの機械', conditions: { ready, attention, absent, 'not-fitted': notFitted, unknown } },
  keySwitch: {
    name: '鍵スイッチ',
    conditions: { locked: '閉', open: '開', absent, 'not-fitted': notFitted, unknown },
  },
  screens: { name: '画面', conditions: { ready, absent } },
};

/** 一覧の先頭に、休止の理由を短く言う。 */
export const CLOSED_BRIEFLY_JA: Record<OutOfServiceCause, string> = {
  starting: '準備中',
  restarting: '再起動中',
  maintenance: '点検中',
  'out-of-hours': 'ご利用時間外',
  'suspended-by-center': 'センターが休止中',
  'no-directive': 'センターの指示なし',
  'line-down': '通信なし',
  clock: '時計のずれ',
  'right-person': '安全のため停止',
  'needs-staff-paper': '用紙なし',
  'needs-staff-jam': '紙づまり',
  'needs-staff-cover': 'プリンターのふた',
  'needs-staff-toner': 'トナーなし',
  'needs-staff-printer': 'プリンター',
  'needs-staff-receipt-roll': '領収証の紙なし',
  'needs-staff-receipt': '領収証プリンター',
  'needs-staff-reader': '読み取り台',
  'needs-staff-coin-jam': '硬貨づまり',
  'needs-staff-no-change': 'おつり不足',
  'needs-staff-coin-box': '硬貨の機械',
  'needs-staff-money': '返していないお金',
  'needs-staff-card-left': '残されたカード',
  'needs-staff-paper-left': '残された紙',
};
