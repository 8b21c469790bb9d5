// The OpenAPI 3.1 document, made from the table of routes and its schemas; there is no second
// description. What holds for every route of a kind (problems, headers, security) is said once.
import { z } from 'zod';
import { problemDetails } from './answers.js';
import type { Language } from './language.js';
import { restOfPath, schemasOf } from './route-schemas.js';
import type { Route } from './routes.js';

type JsonSchema = Record<string, unknown>;

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<'title' | 'version' | 'description', string>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** A document in the making: whom it speaks to, and the schemas that have a name in it. */
interface Making {
  readonly language: Language;
  readonly schemas: JsonSchema;
}

const words = {
  zh: {
    title: '问责账本接口',
    description:
      '所有错误均以 RFC 9457 problem+json 返回；标题和说明的语言由 Accept-Language 决定。',
    roles: '角色',
    own: '限本单位及下级单位的案件',
    wide: '本单位及下级单位，以及受其监督的单位及其下级',
    allowed: '不限单位',
    registers: '仅登记信息',
    success: '成功',
    unchanged: '没有变化：所请求的状态已经成立',
    failure: '错误',
    revision: '案件此后的版本号，带引号',
    replayed: '该请求此前已登记，此为原来的答复',
  },
  en: {
    title: 'Wenze, accountability ledger',
    description:
      'Every error is an RFC 9457 problem; Accept-Language chooses the language of titles and details.',
    roles: 'Roles',
    own: 'on cases of their organ and those below it',
    wide: 'of their organ, those below it, and those it supervises with what is below them',
    allowed: 'whichever organ',
    registers: 'registers only',
    success: 'Success',
    unchanged: 'Nothing changed: it was so already',
    failure: 'Problem',
    revision: 'the revision of the stream after it, in quotes',
    replayed: 'the request was recorded before; this is the answer it had then',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The document in one language. */
export function openApiDocument(routes: readonly Route[], language: Language): OpenApiDocument {
  const making: Making = { language, schemas: {} };
  const problemRef = schemaOf(problemDetails, 'output', making);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}').replace(restOfPath, '/{tile}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operationOf(route, making),
    };
  }
  const { title, description, failure } = words[language];
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description },
    paths,
    components: {
      schemas: making.schemas,
      responses: {
        Problem: {
          description: failure,
          content: { 'application/problem+json': { schema: problemRef } },
        },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operationOf(route: Route, making: Making): Operation {
  const { params, query, headers, body } = schemasOf(route);
  const { language } = making;
  return {
    operationId: operationId(route),
    tags: [tagOf(route)],
    summary: route.summary[language],
    ...(route.rights === 'public' ? {} : { description: rightsInWords(route.rights, language) }),
    security: route.rights === 'public' ? [] : [{ token: [] }],
    parameters: [
      ...parametersOf(params, 'path', making),
      ...parametersOf(query, 'query', making),
      ...parametersOf(headers, 'header', making),
    ],
    ...requestBodyOf(route, body, making),
    responses: responsesOf(route, making),
  };
}

/** `POST /api/v1/cases/:caseId/record-delivery` → `postCasesCaseIdRecordDelivery`. */
function operationId({ method, path }: Route): string {
  const parts = path
    .replace('/api/v1', '')
    .split(/[^A-Za-z]+/)
    .filter(Boolean);
  return (
    method.toLowerCase() +
    parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')
  );
}

function tagOf({ path }: Route): string {
  return path.replace('/api/v1', '').split('/')[1] ?? '';
}

function rightsInWords(rights: Exclude<Route['rights'], 'public'>, language: Language): string {
  const said = words[language];
  const roles = Object.entries(rights).map(([role, right]) => `${role} (${said[right]})`);
  return `${said.roles}: ${roles.join(', ')}`;
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query' | 'header', making: Making) {
  return Object.entries<z.ZodType>(schema.shape).map(([name, field]) => {
    const { description, ...form } = schemaOf(field, 'input', making);
    return {
      name:
        place === 'header' ? name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase()) : name,
      in: place,
      required: !z.object({ [name]: field }).safeParse({}).success,
      ...(description === undefined ? {} : { description }),
      schema: form,
    };
  });
}

function requestBodyOf(route: Route, body: z.ZodObject | undefined, making: Making) {
  if (route.upload) {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const schema = { type: 'object', required: ['file'], properties: { file } };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (body === undefined) return {};
  const schema = schemaOf(body, 'input', making);
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function responsesOf(route: Route, making: Making): Operation['responses'] {
  const { answer, command, rights } = route;
  const { success, unchanged } = words[making.language];
  const content =
    typeof answer === 'string'
      ? { [answer]: { schema: { type: 'string' } } }
      : {
          'application/json': { schema: schemaOf(answer, 'output', making) },
          ...(route.alsoAs ? { [route.alsoAs]: { schema: { type: 'string' } } } : {}),
        };
  const headers = command === undefined ? {} : { headers: commandAnswerHeaders(making) };
  const ok = { description: success, ...headers, content };
  return {
    ...(route.method === 'GET' ? { '200': ok } : { '201': ok }),
    ...(command === undefined ? {} : { '200': { ...ok, description: unchanged } }),
    ...Object.fromEntries(statusesOf(route, rights).map((status) => [status, problemResponse])),
    default: problemResponse,
  };
}

const problemResponse = { $ref: '#/components/responses/Problem' };

function commandAnswerHeaders({ language }: Making) {
  const { revision, replayed } = words[language];
  return {
    ETag: { description: revision, schema: { type: 'string' } },
    'Idempotent-Replayed': { description: replayed, schema: { const: 'true' } },
  };
}

/** The problems a route is known to answer with; others come as `default`. */
function statusesOf(route: Route, rights: Route['rights']): readonly number[] {
  const takesSomething = route.query ?? route.body ?? route.upload ?? /[:*]/.test(route.path);
  return [
    ...(takesSomething ? [400] : []),
    ...(rights === 'public' ? [] : [401, 403]),
    ...(/[:*]/.test(route.path) || route.command ? [404] : []),
    ...(route.command ? [409, 412, 422] : []),
    ...(route.method === 'POST' ? [413, 415] : []),
    ...(route.command || route.sensitive ? [503] : []),
    ...(route.query && 'atLeast' in route.query.shape ? [504] : []),
  ];
}

/** A schema of the document; what has an id of its own goes to the components. */
function schemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  { language, schemas }: Making,
): JsonSchema {
  const {
    $schema: _,
    $defs,
    ...form
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ jsonSchema }) => speak(jsonSchema, language),
  });
  for (const [name, definition] of Object.entries($defs ?? {}))
    schemas[name] = inComponents(unnamed(record(definition)));
  return record(inComponents(form));
}

/** A definition without the name that it stands under. */
function unnamed({ id: _, ...definition }: JsonSchema): JsonSchema {
  return definition;
}

/** Of what a schema means in two languages (`means`), keeps the reader's. */
function speak(form: JsonSchema, language: Language): void {
  if (language === 'zh' && typeof form['zh'] === 'string') form['description'] = form['zh'];
  delete form['zh'];
}

/** The same with its references pointing to the document's components. */
function inComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, inComponents(inner)],
    ),
  );
}

function record(value: unknown): JsonSchema {
  return z.record(z.string(), z.unknown()).parse(value);
}
