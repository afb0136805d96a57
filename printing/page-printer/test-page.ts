/** A page that says nothing of anybody: for the operator's test print, the hand tool and tests. */

const A4_POINTS = '0 0 595.28 841.89';

/** A whole PDF 1.4 document of so many A4 pages, each with its number on it. Same pages, same bytes. */
export function testPage(pages = 1): Uint8Array {
  const pageIds = Array.from({ length: pages }, (_, index) => 4 + index * 2);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pageIds.flatMap((id, index) => [pageObject(id + 1), contentObject(`TEST PRINT ${index + 1} / ${pages}`)]),
  ];
  let document = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = document.length;
    document += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  document += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\n`;
  return Buffer.from(`${document}startxref\n${document.indexOf('xref\n')}\n%%EOF\n`, 'latin1');
}

function pageObject(contentId: number): string {
  return `<< /Type /Page /Parent 2 0 R /MediaBox [${A4_POINTS}] /Contents ${contentId} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`;
}

function contentObject(text: string): string {
  const content = `BT /F1 36 Tf 72 700 Td (${text}) Tj ET`;
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}
