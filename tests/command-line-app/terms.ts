/** What somebody agrees to before anything is read (K1). Invented. */
export const TERMS =
  '（見本・SYNTHETIC）本人が、自分の個人番号カードと暗証番号で申請します。申請の内容はこの端末に残りません。';
