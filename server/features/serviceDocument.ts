// The API on one page for people: made from the OpenAPI document, so that it never says something else.
import type { OpenapiDocument, Operation } from '../openapiDocument.ts';

export function serviceDocument(document: OpenapiDocument): string {
  const root = document.servers?.[0]?.url ?? '';
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => operationSection(root, path, operation)),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(document.info.title)}</title>
<h1>${escaped(document.info.title)}</h1>
<p>${escaped(document.info.description ?? '')}. For machines: <a href="${escaped(root)}/api">OpenAPI 3.0</a>.</p>
${operations.join('\n')}
</html>
`;
}

function operationSection(root: string, path: string, operation: Operation): string {
  const url = `${root}${path === '/' ? '' : path}`;
  const isTemplate = path.includes('{');
  const heading = isTemplate ? escaped(url) : `<a href="${escaped(url)}">${escaped(url)}</a>`;
  const parameters = (operation.parameters ?? []).map(
    ({ name, description }) => `<li><code>${escaped(name)}</code>: ${escaped(description ?? '')}</li>`,
  );
  return `<h2>${heading}</h2>
<p>${escaped(operation.summary ?? '')}. ${escaped(operation.description ?? '')}</p>
${parameters.length === 0 ? '' : `<ul>${parameters.join('')}</ul>`}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
