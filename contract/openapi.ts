import { groupBy } from '#core/collection/group-by.ts'
import * as z from 'zod/mini'
import { endpoints, type Endpoint } from './endpoints.ts'
import { errorCatalogue, ErrorReply, type ErrorCode } from './errors.ts'

const VERSION = '1.0.0'

/** Errors that any endpoint can answer with, any that wants somebody signed in, and any that writes. */
const COMMON: readonly ErrorCode[] = ['query-invalid', 'month-invalid', 'host-unknown', 'connection-insecure', 'too-many-requests', 'unavailable', 'internal']
const SIGNED_IN: readonly ErrorCode[] = ['not-signed-in', 'password-change-required', 'forbidden']
const WRITING: readonly ErrorCode[] = ['request-foreign', 'body-not-json', 'body-too-large', 'body-invalid', 'retry-mismatch']

function commonErrors({ access, body, method }: Endpoint): ErrorCode[] {
  return [...COMMON, ...(access === 'anyone' ? [] : SIGNED_IN), ...(method === 'GET' ? [] : WRITING.filter((code) => body !== undefined || code === 'request-foreign'))]
}

function schemaOf(type: z.ZodMiniType): unknown {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { target: 'draft-2020-12' })
  return schema
}

/** OpenAPI 3.1, made from the endpoint table. */
export function describeApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(name, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ballast 压舱石', version: VERSION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { ErrorReply: schemaOf(ErrorReply) },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ballast', description: 'Set by POST /api/session; over TLS its name is __Host-ballast.' } },
    },
  }
}

function operation(name: string, endpoint: Endpoint): Record<string, unknown> {
  const query = endpoint.query.shape
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
    name: parameter, in: 'path', required: true, schema: { type: 'string' },
  }))
  const inQuery = Object.entries(query).map(([parameter, type]) => ({
    name: parameter, in: 'query', required: !(type instanceof z.ZodMiniOptional), schema: schemaOf(type as z.ZodMiniType),
  }))
  const content = typeof endpoint.reply === 'string'
    ? { [endpoint.reply]: { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: schemaOf(endpoint.reply) } }
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(endpoint.access !== 'anyone' && { security: [{ session: [] }], 'x-access': endpoint.access }),
    parameters: [...inPath, ...inQuery],
    ...(endpoint.body !== undefined && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body) } } } }),
    responses: { 200: { description: 'OK', content }, ...errorResponses([...new Set([...endpoint.errors, ...commonErrors(endpoint)])]) },
  }
}

function errorResponses(codes: readonly ErrorCode[]): Record<string, unknown> {
  const byStatus = groupBy(codes, (code) => errorCatalogue[code].status)
  return Object.fromEntries([...byStatus].map(([status, list]) => [
    status,
    {
      description: list.map((code) => `\`${code}\`: ${errorCatalogue[code].message}`).join(' '),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorReply' } } },
    },
  ]))
}
