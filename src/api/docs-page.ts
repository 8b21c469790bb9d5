// The OpenAPI document as one page without scripts, fonts or anything from elsewhere: it can be
// read offline and under the strictest content security policy.
import { createHash } from 'node:crypto';
import type { Language } from './language.js';
import { languageTag } from './language.js';
import type { OpenApiDocument, Operation } from './openapi.js';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc }
summary { cursor: pointer; padding: .3rem 0 }
code, pre { font: 14px/1.4 ui-monospace, monospace }
pre { background: #f5f5f5; padding: .75rem; overflow: auto; max-height: 30rem }
table { border-collapse: collapse } td { padding: .1rem .8rem .1rem 0; vertical-align: top }
.method { display: inline-block; min-width: 3.5rem; font-weight: 600 }
`;

/** Lets the page's own style through, and nothing else. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(style)
  .digest('base64')}'; frame-ancestors 'none'`;

const words = {
  zh: {
    parameters: '参数',
    body: '请求体',
    answers: '响应',
    document: '机器可读文档',
    schemas: '数据结构',
  },
  en: {
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    document: 'The document itself',
    schemas: 'Schemas',
  },
} as const satisfies Record<Language, Record<string, string>>;

export function docsPage(document: OpenApiDocument, language: Language): string {
  const { title, description } = document.info;
  const tags = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? '';
      tags.set(tag, [...(tags.get(tag) ?? []), section(method, path, operation, language)]);
    }
  const sections = [...tags].map(([tag, all]) => `<h2>${escaped(tag)}</h2>${all.join('')}`);
  return `<!doctype html>
<html lang="${languageTag[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${style}</style></head><body><h1>${escaped(title)}</h1><p>${escaped(description)}</p>
<p><a href="openapi.json">${words[language].document} (OpenAPI ${document.openapi})</a></p>
${sections.join('\n')}
<h2>${words[language].schemas}</h2>${Object.entries(document.components['schemas'] ?? {})
    .map(([name, schema]) => folded(`<code>${escaped(name)}</code>`, json(schema)))
    .join('')}
</body></html>`;
}

function section(method: string, path: string, operation: Operation, language: Language): string {
  const said = words[language];
  const parameters = operation.parameters.map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${escaped(String(name))}</code>${required === true ? ' *' : ''}</td><td>${escaped(String(place))}</td><td>${escaped(String(description))}</td><td><code>${escaped(JSON.stringify(schema))}</code></td></tr>`,
  );
  const answers = Object.keys(operation.responses).map((status) => `<code>${status}</code>`);
  return folded(
    `<code><span class="method">${method.toUpperCase()}</span> ${escaped(path)}</code> ${escaped(operation.summary)}`,
    [
      operation.description === undefined ? '' : `<p>${escaped(operation.description)}</p>`,
      parameters.length === 0
        ? ''
        : `<h4>${said.parameters}</h4><table>${parameters.join('')}</table>`,
      operation.requestBody ? `<h4>${said.body}</h4>${json(operation.requestBody['content'])}` : '',
      `<h4>${said.answers}</h4><p>${answers.join(' ')}</p>`,
    ].join(''),
  );
}

function folded(summary: string, inside: string): string {
  return `<details><summary>${summary}</summary>${inside}</details>`;
}

function json(value: unknown): string {
  return `<pre>${escaped(JSON.stringify(value, null, 1))}</pre>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
