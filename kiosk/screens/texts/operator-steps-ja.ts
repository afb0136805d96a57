/** お店の人が、直すときに手ですること。番号の順に、一つずつ見せる。 */
import type { OperatorStep } from '../../snapshot.ts';
import type { StepText } from './operator-texts.ts';

export const OPERATOR_STEPS_JA: Record<OperatorStep, StepText> = {
  'open-tray': {
    title: '用紙のトレイを引き出す',
    detail: 'プリンターの下のトレイを、止まるところまで手前に引きます。',
  },
  'load-paper': {
    title: '用紙を入れる',
    detail: 'A4のコピー用紙を、線をこえない高さまで入れます。紙のはしをそろえてください。',
  },
  'close-tray': { title: 'トレイを閉める', detail: '奥に当たるまで、まっすぐ押します。' },
  'open-cover': {
    title: 'プリンターのふたを開ける',
    detail: '前のふたを手前に開きます。中に熱いところがあります。さわらないでください。',
  },
  'pull-jammed-paper': {
    title: 'つまった紙を取り出す',
    detail: '両手で、ゆっくりまっすぐ引きます。印刷された面を下にして、読まないでください。',
  },
  'look-for-scraps': {
    title: '紙の切れはしが残っていないか見る',
    detail: '小さな切れはしも取り出します。切れはしも捨てずに、つまった紙といっしょにします。',
  },
  'change-toner': {
    title: 'トナーを取りかえる',
    detail: '古いトナーを手前に抜き、新しいトナーを奥まで差しこみます。',
  },
  'close-cover': { title: 'プリンターのふたを閉める', detail: 'カチッと音がするまで押します。' },
  'keep-sheets-apart': {
    title: '取り出した紙を、封筒に入れてとっておく',
    detail: '読まず、破らず、捨てないでください。封をして、鍵のかかる所に置きます。',
  },
  'switch-printer-off-and-on': {
    title: 'プリンターの電源を入れ直す',
    detail: '電源を切り、10数えてから入れます。動きだすまで1分ほどかかります。',
  },
  'open-receipt-cover': { title: '領収証プリンターのふたを開ける', detail: 'つまみを押すと、ふたが上がります。' },
  'change-receipt-roll': {
    title: '領収証の紙を取りかえる',
    detail: '古いしんを取り、新しい紙を入れます。紙の先を、手前に少し出しておきます。',
  },
  'close-receipt-cover': {
    title: '領収証プリンターのふたを閉める',
    detail: '紙の先を外に出したまま、両はしを押して閉めます。',
  },
  'switch-receipt-printer-off-and-on': {
    title: '領収証プリンターの電源を入れ直す',
    detail: '電源を切り、10数えてから入れます。',
  },
  'open-coin-door': { title: '硬貨の機械のとびらを開ける', detail: '硬貨の機械の鍵を使います。' },
  'clear-coins': {
    title: 'つまった硬貨を取り出す',
    detail: '通り道の硬貨を取り出し、投入口の下の受け皿に入れます。数えて書きとめてください。',
  },
  'fill-change': {
    title: 'おつりの硬貨をたす',
    detail: '硬貨の種類をまちがえないように、それぞれの筒に入れます。線より上には入れません。',
  },
  'close-coin-door': { title: '硬貨の機械のとびらを閉める', detail: '閉めたら、鍵をかけます。' },
  'check-coin-box-cable': {
    title: '硬貨の機械のケーブルを見る',
    detail: '抜けかけていたら、奥まで差しこみます。電源のランプがついているか見ます。',
  },
  'check-cashless-cable': {
    title: 'タッチ払いの機械のケーブルを見る',
    detail: '抜けかけていたら、奥まで差しこみます。電源のランプがついているか見ます。',
  },
  'clear-reader': {
    title: '読み取り台の上を空ける',
    detail: '物や汚れがあれば取り、かわいた布でふきます。',
  },
  'check-reader-cable': {
    title: '読み取り台のケーブルを見る',
    detail: '一度抜き、10数えてから、奥まで差しこみます。',
  },
  'check-line-cable': {
    title: '通信のケーブルを見る',
    detail: '機械の後ろと通信の箱の、両はしを奥まで差しこみます。',
  },
  'check-router-lamp': {
    title: '通信の箱のランプを見る',
    detail: 'ランプが消えているか赤いときは、箱の電源を切り、10数えてから入れます。',
  },
  'call-center': {
    title: '証明書交付センターに電話する',
    detail: '電話番号と端末番号は、機械にはってあるラベルにあります。起きていることを、そのまま伝えてください。',
  },
  'wait-for-center': {
    title: 'センターの操作を待つ',
    detail: 'センターが確かめて、もう一度使えるようにします。機械をさわらずに待ってください。',
  },
  'restart-terminal': {
    title: '機械を再起動する',
    detail: '一覧にもどり、「機械を再起動する」にふれます。2分ほどかかります。',
  },
  'take-card-out': {
    title: '読み取り台のカードを取る',
    detail: '番号の面を見ないように、裏返したまま封筒に入れます。',
  },
  'take-paper-out': {
    title: '取り出し口の紙を取る',
    detail: '印刷された面を下にして、全部取ります。数えるだけで、読まないでください。',
  },
  'do-not-read-or-destroy': {
    title: '紙を読まない、破らない、捨てない',
    detail:
      'だれかの大切な証明書です。封筒に入れて封をし、鍵のかかる所に置きます。市区町村の人に渡すまで、とっておきます。',
  },
};
