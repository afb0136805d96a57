/** What is said once on each screen that has something to do or to wait for. */
import { guidance, type Sentence } from './sentence.ts';

export const GUIDANCE = {
  menu: guidance(
    { text: '受け取る証明書を選んでください。', reading: 'ウケトル ショーメーショヲ エランデクダサイ' },
    { text: 'Please choose a certificate.' },
  ),
  terms: guidance(
    {
      text: '利用規約をお読みになり、同意するときは、画面のボタンにふれてください。',
      reading: 'リヨーキヤクヲ オヨミニナリ ドーイスルトキワ ガメンノボタンニ フレテクダサイ',
    },
    { text: 'Please read the terms of use. If you agree, touch the button on the screen.' },
  ),
  'lay-card': guidance(
    {
      text: 'マイナンバーカードを、読み取り台に置いてください。',
      reading: 'マイナンバーカードヲ ヨミトリダイニ オイテクダサイ',
    },
    { text: 'Please lay your My Number card on the reader.' },
  ),
  'lay-card-again': guidance(
    {
      text: 'カードを一度離し、もう一度、台の中央に置いてください。',
      spoken: 'カードを一度離し、もう一度、だいの中央に置いてください。',
      reading: 'カードヲ イチドハナシ モーイチド ダイノチューオーニ オイテクダサイ',
    },
    { text: 'Please lift the card, and lay it in the middle of the reader again.' },
  ),
  'lay-right-card': guidance(
    {
      text: 'このカードは使えません。マイナンバーカードを置いてください。',
      reading: 'コノカードワ ツカエマセン マイナンバーカードヲ オイテクダサイ',
    },
    { text: 'This cannot be used here. Please lay down your My Number card.' },
  ),
  'leave-card': guidance(
    {
      text: 'カードを、動かさないでください。しばらくお待ちください。',
      reading: 'カードヲ ウゴカサナイデクダサイ シバラク オマチクダサイ',
    },
    { text: 'Please wait, and do not move the card.' },
  ),
  kind: guidance(
    {
      text: '日本国内用か、海外用と日本国内用かを、選んでください。',
      spoken: 'にほん国内用か、海外用と、にほん国内用かを、選んでください。',
      reading: 'ニホン コクナイヨーカ カイガイヨート ニホン コクナイヨーカヲ エランデクダサイ',
    },
    { text: 'Please choose: for Japan only, or for use abroad and in Japan.' },
  ),
  pin: guidance(
    {
      text: 'カードの暗証番号、数字4桁を入力してください。',
      reading: 'カードノ アンショーバンゴー スージヨンケタヲ ニューリョクシテクダサイ',
    },
    {
      text: 'Please enter the four digit PIN of your card.',
      spoken: 'Please enter the four digit pin of your card.',
    },
  ),
  'pin-again': guidance(
    {
      text: 'もう一度、暗証番号を入力してください。',
      reading: 'モーイチド アンショーバンゴーヲ ニューリョクシテクダサイ',
    },
    { text: 'Please enter the PIN once more.', spoken: 'Please enter the pin once more.' },
  ),
  'read-the-screen': guidance(
    { text: '画面の案内を、ご確認ください。', reading: 'ガメンノアンナイヲ ゴカクニンクダサイ' },
    { text: 'Please read the screen.' },
  ),
  municipality: guidance(
    {
      text: '接種を受けたときに、住民票があった市区町村を選んでください。',
      reading: 'セッシュヲウケタトキニ ジューミンヒョーガアッタ シクチョーソンヲ エランデクダサイ',
    },
    { text: 'Please choose the municipality where you were registered when you were vaccinated.' },
  ),
  'please-wait': guidance(
    { text: '確認しています。しばらくお待ちください。', reading: 'カクニンシテイマス シバラク オマチクダサイ' },
    { text: 'Checking. Please wait a moment.' },
  ),
  preview: guidance(
    {
      text: '証明書の内容を、画面でご確認ください。',
      reading: 'ショーメーショノ ナイヨーヲ ガメンデ ゴカクニンクダサイ',
    },
    { text: 'Please check the certificate on the screen.' },
  ),
  copies: guidance(
    { text: '部数を選んでください。', reading: 'ブスーヲ エランデクダサイ' },
    { text: 'Please choose the number of copies.' },
  ),
  confirm: guidance(
    {
      text: '内容と料金を確認し、よければ、画面のボタンにふれてください。',
      reading: 'ナイヨート リョーキンヲ カクニンシ ヨケレバ ガメンノボタンニ フレテクダサイ',
    },
    { text: 'Please check the details and the price. If they are right, touch the button on the screen.' },
  ),
  'insert-coins': guidance(
    { text: '硬貨を、1枚ずつ入れてください。', reading: 'コーカヲ イチマイズツ イレテクダサイ' },
    { text: 'Please put coins in, one by one.' },
  ),
  'touch-to-pay': guidance(
    {
      text: 'お支払いのカードかスマートフォンを、タッチしてください。',
      reading: 'オシハライノ カードカ スマートフォンヲ タッチシテクダサイ',
    },
    { text: 'Please hold your payment card or phone to the touch point.' },
  ),
  pay: guidance(
    {
      text: '硬貨を入れるか、お支払いのカードかスマートフォンを、タッチしてください。',
      reading: 'コーカヲイレルカ オシハライノ カードカ スマートフォンヲ タッチシテクダサイ',
    },
    { text: 'Please put coins in, or hold your payment card or phone to the touch point.' },
  ),
  'take-money-back': guidance(
    {
      text: 'お金をお返しします。返却口からお取りください。',
      spoken: 'お金をお返しします。返却ぐちからお取りください。',
      reading: 'オカネヲ オカエシシマス ヘンキャクグチカラ オトリクダサイ',
    },
    { text: 'Your money is returned. Please take it from the return slot.' },
  ),
  printing: guidance(
    {
      text: '印刷しています。機械の前で、お待ちください。',
      reading: 'インサツシテイマス キカイノマエデ オマチクダサイ',
    },
    { text: 'Printing. Please stay in front of the machine.' },
  ),
  'scan-passport': guidance(
    {
      text: '旅券の、写真のあるページを下にして、読み取り台に置いてください。',
      reading: 'リョケンノ シャシンノアルページヲ シタニシテ ヨミトリダイニ オイテクダサイ',
    },
    { text: 'Please open your passport, and lay it on the scanner with the photo page down.' },
  ),
  'lay-passport': guidance(
    {
      text: '旅券を閉じて、カードの読み取り台に置いてください。',
      reading: 'リョケンヲ トジテ カードノ ヨミトリダイニ オイテクダサイ',
    },
    {
      text: 'Please close your passport, and lay it on the card reader.',
      spoken: 'Please cloze your passport, and lay it on the card reader.',
    },
  ),
  'leave-passport': guidance(
    {
      text: '旅券を、動かさないでください。しばらくお待ちください。',
      reading: 'リョケンヲ ウゴカサナイデクダサイ シバラク オマチクダサイ',
    },
    { text: 'Please wait, and do not move the passport.' },
  ),
  'take-receipt': guidance(
    {
      text: '領収書をお取りください。お忘れ物がないか、お確かめください。',
      reading: 'リョーシューショヲ オトリクダサイ オワスレモノガナイカ オタシカメクダサイ',
    },
    { text: 'Please take your receipt. Please check that you leave nothing behind.' },
  ),
  'take-receipt-and-change': guidance(
    {
      text: 'おつりと領収書をお取りください。お忘れ物がないか、お確かめください。',
      reading: 'オツリト リョーシューショヲ オトリクダサイ オワスレモノガナイカ オタシカメクダサイ',
    },
    { text: 'Please take your change and your receipt. Please check that you leave nothing behind.' },
  ),
  'no-receipt': guidance(
    {
      text: '領収書を印刷できませんでした。必要なときは、お店の人に声をかけてください。',
      reading: 'リョーシューショヲ インサツデキマセンデシタ ヒツヨーナトキワ オミセノヒトニ コエヲカケテクダサイ',
    },
    { text: 'The receipt could not be printed. If you need one, please call the staff.' },
  ),
  thanks: guidance(
    { text: 'ご利用、ありがとうございました。', reading: 'ゴリヨー アリガトーゴザイマシタ' },
    { text: 'Thank you for using this service.' },
  ),
  refused: guidance(
    {
      text: 'お手続きを続けることができません。画面の案内を、ご確認ください。',
      reading: 'オテツズキヲ ツズケルコトガデキマセン ガメンノアンナイヲ ゴカクニンクダサイ',
    },
    { text: 'We cannot go on. Please read the screen.' },
  ),
  'refused-money-back': guidance(
    {
      text: 'お手続きを続けることができません。返却口から、お金をお取りください。',
      spoken: 'お手続きを続けることができません。返却ぐちから、お金をお取りください。',
      reading: 'オテツズキヲ ツズケルコトガデキマセン ヘンキャクグチカラ オカネヲ オトリクダサイ',
    },
    { text: 'We cannot go on. Please take your money from the return slot.' },
  ),
  'show-the-clerk': guidance(
    {
      text: 'お店の人に声をかけ、印刷の不具合をお見せください。',
      reading: 'オミセノヒトニ コエヲカケ インサツノ フグアイヲ オミセクダサイ',
    },
    { text: 'Please call the staff, and show them what is wrong with the print.' },
  ),
} as const satisfies Record<string, Sentence<never>>;
