// The service's documents as pages to read: the same members, every link to be clicked.
import type { CollectionDescription, CollectionList, Conformance, LandingPage } from '../schemas.ts';
import { extentMap } from './map.ts';
import { type Crumb, escaped, htmlPage, linkList } from './page.ts';

export function landingHtml({ title, description, links }: LandingPage): string {
  return htmlPage(title, [], `<p>${escaped(description)}</p>\n${linkList(links)}`);
}

export function conformanceHtml(root: string, { conformsTo, links }: Conformance): string {
  const classes = conformsTo.map((uri) => `<li><a href="${escaped(uri)}">${escaped(uri)}</a></li>`);
  return htmlPage('Conformance classes', [home(root)], `<ul>${classes.join('')}</ul>\n${linkList(links)}`);
}

export function collectionListHtml(root: string, { collections, links }: CollectionList): string {
  const rows = collections.map(
    ({ id, title, description }) => `<tr>
<td><a href="${escaped(`${root}/collections/${id}?f=html`)}">${escaped(title)}</a></td>
<td>${escaped(description)}</td>
<td><a href="${escaped(`${root}/collections/${id}/items?f=html`)}">Features</a></td>
</tr>`,
  );
  const body = `<div class="scroll"><table><thead><tr><th>Collection</th><th>What it holds</th><th></th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
${linkList(links)}`;
  return htmlPage('Collections', [home(root)], body);
}

export function collectionHtml(root: string, collection: CollectionDescription): string {
  const { id, title, description, extent, crs, links } = collection;
  const [bbox] = extent.spatial.bbox as [[number, number, number, number]];
  const [interval] = extent.temporal.interval;
  const facts: [string, string][] = [
    ['Id', id],
    ['West, south, east, north', bbox.join(', ')],
    ['From', interval?.[0] ?? 'open'],
    ['To', interval?.[1] ?? 'open'],
    ['Coordinates', crs.join(', ')],
  ];
  const rows = facts.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  const body = `<p>${escaped(description)}</p>
<p class="next"><a href="${escaped(`${root}/collections/${id}/items?f=html`)}">Show its features</a></p>
${extentMap(bbox, title)}
<div class="scroll"><table>${rows.join('\n')}</table></div>
${linkList(links)}`;
  return htmlPage(title, [home(root), collectionsCrumb(root)], body);
}

export function home(root: string): Crumb {
  return { href: `${root}?f=html`, text: 'Features' };
}

export function collectionsCrumb(root: string): Crumb {
  return { href: `${root}/collections?f=html`, text: 'Collections' };
}
