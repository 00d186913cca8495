// The API on one page for people: made from the OpenAPI document, so that it never says something else.
import type { OpenapiDocument, Operation } from '../openapiDocument.ts';
import { escaped, htmlPage } from './html/page.ts';

export function serviceDocument(document: OpenapiDocument): string {
  const root = document.servers?.[0]?.url ?? '';
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => operationSection(root, path, method, operation)),
  );
  const body = `<p>${escaped(document.info.description ?? '')}. For machines: <a href="${escaped(root)}/api">OpenAPI 3.0</a>.
Of the whole server, not only the features: <a href="/api/openapi.json">/api/openapi.json</a>.</p>
${operations.join('\n')}`;
  return htmlPage(document.info.title, [{ href: `${root}?f=html`, text: 'Features' }], body);
}

function operationSection(root: string, path: string, method: string, operation: Operation): string {
  const url = `${root}${path === '/' ? '' : path}`;
  const isTemplate = path.includes('{');
  const heading = isTemplate ? escaped(url) : `<a href="${escaped(url)}">${escaped(url)}</a>`;
  const parameters = (operation.parameters ?? []).map(
    ({ name, description, example }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${escaped(description ?? '')}</td><td><code>${escaped(exampleText(example))}</code></td></tr>`,
  );
  const responses = Object.entries(operation.responses).map(
    ([status, { description, content }]) =>
      `<tr><td>${escaped(status)}</td><td>${escaped(description ?? '')}</td><td>${escaped(Object.keys(content ?? {}).join(', '))}</td></tr>`,
  );
  return `<h2>${escaped(method.toUpperCase())} ${heading}</h2>
<p>${escaped(operation.summary ?? '')}. ${escaped(operation.description ?? '')}</p>
${table(['Parameter', 'What it says', 'Example'], parameters)}
${table(['Answer', 'When', 'Type'], responses)}`;
}

function table(heads: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((text) => `<th>${escaped(text)}</th>`).join('');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** As it is written in a URL. */
function exampleText(example: unknown): string {
  return Array.isArray(example) ? example.join(',') : String(example ?? '');
}
