/**
 * What lies on the receipt paper, as a picture of it: 80 mm wide, 48 half-width characters a line. The virtual printer hands
 * out text, with two spaces where the print head moved on.
 */
const WIDTH = 384;
const MARGIN = 20;
const LINE_HEIGHT = 22;
const FONT = 'BIZ UDGothic, monospace';

export function receiptPicture(text: string): string {
  const lines = text.split('\n');
  const firstRow = lines.findIndex((line) => line.includes('  ') || isRule(line));
  const height = MARGIN * 2 + lines.length * LINE_HEIGHT;
  const drawn = lines.map((line, index) => {
    const y = MARGIN + (index + 1) * LINE_HEIGHT - 6;
    if (isRule(line)) return `<path d="M${MARGIN} ${y - 6}H${WIDTH - MARGIN}" stroke="#555"/>`;
    if (index < firstRow) return word(line, WIDTH / 2, y, 'middle', index === 0);
    const [label = '', ...values] = line.split(/ {2,}/);
    const strong = label === '合計';
    return word(label, MARGIN, y, 'start', strong) + word(values.join(' '), WIDTH - MARGIN, y, 'end', strong);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<g font-family="${FONT}" font-size="15" fill="#222">${drawn.join('')}</g></svg>`,
  ].join('');
}

const isRule = (line: string): boolean => /^─+$/.test(line);

function word(text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end', strong: boolean): string {
  if (text === '') return '';
  const weight = strong ? ' font-size="19" font-weight="700"' : '';
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${weight}>${escapeXml(text)}</text>`;
}

/** Characters XML 1.0 does not allow become a visible square: the picture must open whatever was printed. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\u25a1')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
