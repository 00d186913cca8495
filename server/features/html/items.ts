// Features as pages to read: a map, a table of properties, every link to be clicked.
import type { Collection } from '../collections/index.ts';
import { collectionUrl, featureUrl, itemsUrl } from '../documents.ts';
import { inEncoding } from '../encodings.ts';
import type { Link } from '../link.ts';
import type { PageEnd } from '../page.ts';
import type { FeatureRow } from '../queries.ts';
import { collectionsCrumb, home } from './documents.ts';
import { featureMap } from './map.ts';
import { type Crumb, escaped, htmlPage, linkList } from './page.ts';

/** @param links of the page, `next` among them where there is one */
export function itemsHtml(
  root: string,
  collection: Collection,
  features: readonly FeatureRow[],
  { matched, returned }: PageEnd,
  links: readonly Link[],
): string {
  const { properties } = collection;
  const heads = properties.map(
    ({ name, description }) => `<th title="${escaped(description)}">${escaped(name)}</th>`,
  );
  const rows = features.map((feature) => {
    const cells = properties.map(({ name }) => propertyCell(feature.properties[name] ?? null));
    return `<tr><td><a href="${escaped(readingUrl(root, collection, feature))}">${escaped(feature.id)}</a></td>${cells.join('')}</tr>`;
  });
  const next = links.find(({ rel }) => rel === 'next');
  const onwards = next
    ? `<p class="next"><a href="${escaped(inEncoding(next.href, 'html'))}" rel="next">Next page</a></p>`
    : '';
  const body = `<p>${escaped(collection.description)}</p>
<p>${returned} of ${matched} features on this page.</p>
${mapOf(root, collection, features)}
${onwards}
<div class="scroll"><table><thead><tr><th>Id</th>${heads.join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
${onwards}
${linkList(links)}`;
  return htmlPage(`Features of ${collection.title}`, crumbs(root, collection).slice(0, 3), body);
}

export function featureHtml(
  root: string,
  collection: Collection,
  feature: FeatureRow,
  links: readonly Link[],
): string {
  const rows = collection.properties.map(
    ({ name, description }) =>
      `<tr><th>${escaped(name)}</th>${propertyCell(feature.properties[name] ?? null)}<td>${escaped(description)}</td></tr>`,
  );
  const body = `${mapOf(root, collection, [feature])}
<div class="scroll"><table><thead><tr><th>Property</th><th>Value</th><th>What it is</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
${linkList(links)}`;
  return htmlPage(`${collection.title} ${feature.id}`, crumbs(root, collection), body);
}

function mapOf(root: string, collection: Collection, features: readonly FeatureRow[]): string {
  return featureMap(
    features.map((feature) => ({
      href: readingUrl(root, collection, feature),
      title: titleOf(feature),
      geometry: feature.geometry,
    })),
  );
}

function crumbs(root: string, collection: Collection): Crumb[] {
  return [
    home(root),
    collectionsCrumb(root),
    { href: inEncoding(collectionUrl(root, collection), 'html'), text: collection.title },
    { href: inEncoding(itemsUrl(root, collection), 'html'), text: 'Features' },
  ];
}

function readingUrl(root: string, collection: Collection, { id }: FeatureRow): string {
  return inEncoding(featureUrl(root, collection, id), 'html');
}

function titleOf({ id, properties: { code, name, reference } }: FeatureRow): string {
  return [code ?? reference ?? id, name].filter(Boolean).join(' ');
}

function propertyCell(value: string | number | readonly string[] | null): string {
  if (value === null) return '<td></td>';
  if (typeof value === 'number') return `<td class="number">${value}</td>`;
  return `<td>${escaped(typeof value === 'string' ? value : value.join(', '))}</td>`;
}
