// The frame of every page to read: no script, its own styles, both colour schemes by what the reader's system prefers.

export interface Crumb {
  href: string;
  text: string;
}

/** Each crumb is a page above this one. */
export function htmlPage(title: string, crumbs: readonly Crumb[], body: string): string {
  const path = crumbs.map(({ href, text }) => `<a href="${escaped(href)}">${escaped(text)}</a> / `).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Gridwright</title>
<style>${styles}</style>
</head>
<body>
<header><nav aria-label="Where this page is"><a href="/">Gridwright</a> / ${path}<span>${escaped(title)}</span></nav></header>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The links of a document, each to be clicked. */
export function linkList(
  links: readonly { href: string; rel: string; type: string; title?: string }[],
): string {
  const rows = links.map(
    ({ href, rel, type, title = href }) =>
      `<tr><td><a href="${escaped(href)}" rel="${escaped(rel)}" type="${escaped(type)}">${escaped(title)}</a></td><td>${escaped(rel)}</td><td>${escaped(type)}</td></tr>`,
  );
  return `<h2>Links</h2>
<div class="scroll"><table><thead><tr><th>Leads to</th><th>Relation</th><th>Type</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

// the tokens of client/tokens.css that are needed here
const styles = `
:root{--canvas:#ebeae6;--surface:#fff;--sunken:#f5f6f7;--line:#e2e5e9;--ink:#14171c;--muted:#4f5763;--accent:#0b6579;--soft:#e2f0f3;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--canvas:#15181c;--surface:#191d22;--sunken:#121519;--line:#2d343c;--ink:#f1f3f6;--muted:#b4bcc7;--accent:#5cc4d8;--soft:#12363f}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:15px/22px "Inter Variable",Inter,"Noto Sans SC","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;font-variant-numeric:tabular-nums}
header{background:var(--surface);border-bottom:1px solid var(--line);padding:12px 24px}
nav span{color:var(--muted)}
main{max-width:1080px;margin:24px auto;padding:24px;background:var(--surface);border-radius:12px;box-shadow:0 0 0 1px rgb(20 23 28/7%),0 6px 20px rgb(20 23 28/9%)}
h1{font-size:22px;line-height:28px;font-weight:620;margin:0 0 8px}
h2{font-size:15px;line-height:22px;font-weight:620;margin:24px 0 8px}
p{margin:0 0 12px;max-width:70ch}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
code{font-size:13px;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:20px}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
th{font-weight:500;color:var(--muted)}
td.number{text-align:right}
ul{padding-left:20px}
.next{font-weight:500}
.map{display:block;width:100%;max-width:720px;height:auto;background:var(--sunken);border-radius:7px;margin:12px 0}
.map .area{fill:var(--soft);stroke:var(--accent);stroke-width:1.2;vector-effect:non-scaling-stroke}
.map .line{fill:none;stroke:var(--accent);stroke-width:1.8}
.map .point{fill:var(--accent);stroke:var(--surface);stroke-width:1.2}
.map a:hover .area,.map a:focus .area{fill:var(--accent);fill-opacity:.35;stroke-width:2.4}
.map a:hover .line,.map a:focus .line{stroke-width:4}
.map .frame{fill:none;stroke:var(--accent);stroke-dasharray:5 4;stroke-width:1.4}
.map text{fill:var(--muted);font-size:12px}
.map .scale{stroke:var(--ink);stroke-width:1.6;fill:none}
@media(max-width:700px){header{padding:12px}main{margin:0;padding:16px;border-radius:0}}
`;
