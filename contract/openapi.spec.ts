import { describe, expect, it } from 'vitest'
import { endpoints, type Endpoint } from './endpoints.ts'
import { describeApi } from './openapi.ts'

interface Operation {
  readonly operationId: string
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: unknown }[]
  readonly responses: Readonly<Record<string, { description: string; content: Record<string, unknown> }>>
}

const api = JSON.parse(JSON.stringify(describeApi())) as { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } }

function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    if (key === '$ref') yield String(each)
    else yield* refsIn(each)
  }
}

describe('openapi.json', () => {
  it.each(Object.entries(endpoints) as [string, Endpoint][])('describes %s', (name, endpoint) => {
    const { operationId, parameters, responses } = api.paths[endpoint.path]![endpoint.method.toLowerCase()]!
    expect(operationId).toBe(name)
    const inPath = parameters.filter((each) => each.in === 'path').map((each) => each.name)
    expect(inPath).toEqual([...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter))
    expect(parameters.filter((each) => each.in === 'query').map((each) => each.name)).toEqual(Object.keys(endpoint.query.shape))
    for (const error of endpoint.errors) {
      expect(Object.values(responses).some(({ description }) => description.includes(`\`${error}\``)), error).toBe(true)
    }
    expect(Object.keys(responses['200']!.content)).toEqual([typeof endpoint.reply === 'string' ? endpoint.reply : 'application/json'])
  })

  it('says what must be asked and what may', () => {
    const required = (path: string) => api.paths[path]!['get']!.parameters.filter((each) => each.required).map((each) => each.name)
    expect(required('/api/totals')).toEqual([])
    expect(required('/api/cube')).toEqual(['from', 'to', 'basis'])
    expect(required('/api/reports/{code}')).toEqual(['code', 'from', 'to'])
  })

  it('refers to nothing that it does not hold', () => {
    const refs = [...new Set(refsIn(api))]
    expect(refs).not.toEqual([])
    for (const ref of refs) expect(Object.keys(api.components.schemas).map((name) => `#/components/schemas/${name}`)).toContain(ref)
  })
})
