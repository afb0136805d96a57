/**
 * The tour as one page that can be looked at afterwards: every picture lies in it, it asks for nothing and runs nothing, and its
 * own policy forbids both.
 */
export type Scene = {
  /** One plain line in English. */
  line: string;
  /** Heading of the screen, in Japanese. */
  title: string;
  /** PNG. */
  picture: Uint8Array;
};
export type Story = { title: string; outline: string; scenes: readonly Scene[] };

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
  :root { color: #1a1a1c; background: #f1f1f4; font: 17px/1.6 'BIZ UDPGothic', 'Noto Sans CJK JP', sans-serif; }
  body { margin: 0 auto; max-width: 1320px; padding: 24px; }
  h1, h2 { line-height: 1.3; }
  nav a { margin-right: 20px; }
  ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 24px; padding: 0; list-style: none; }
  figure { margin: 0; padding: 14px; background: #fff; border: 1px solid #d8d8db; border-radius: 10px; height: 100%; box-sizing: border-box; }
  img { display: block; width: 100%; height: auto; border: 1px solid #d8d8db; border-radius: 4px; }
  figcaption p { margin: 10px 0 0; }
  .title { font-weight: 700; }
`;

/** For text and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export function albumOf(stories: readonly Story[]): string {
  const links = stories.map(
    ({ title }, index) => `<a href="#visit-${index + 1}">${index + 1}. ${escapeHtml(title)}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kofu: a tour</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Kofu: a tour in three visits</h1>
<p>Pictures of the real kiosk, taken while it served invented people with virtual devices.</p>
<nav aria-label="Visits">${links.join('\n')}</nav>
${stories.map(storyOf).join('\n')}
</body>
</html>
`;
}

function storyOf({ title, outline, scenes }: Story, index: number): string {
  return `<section id="visit-${index + 1}">
<h2>${index + 1}. ${escapeHtml(title)}</h2>
<p>${escapeHtml(outline)}</p>
<ol>
${scenes.map(sceneOf).join('\n')}
</ol>
</section>`;
}

function sceneOf({ line, title, picture }: Scene): string {
  const data = Buffer.from(picture).toString('base64');
  return `<li><figure><img src="data:image/png;base64,${data}" alt="${escapeHtml(title)}"><figcaption>
<p class="title" lang="ja">${escapeHtml(title)}</p>
<p>${escapeHtml(line)}</p>
</figcaption></figure></li>`;
}
