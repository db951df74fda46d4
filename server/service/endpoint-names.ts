import { endpoints } from '#contract/endpoints.ts'

interface Row {
  readonly name: string
  readonly path: RegExp
}

const ROWS = new Map<string, Row[]>()
for (const [name, { method, path }] of Object.entries(endpoints)) {
  const row = { name, path: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }
  ROWS.set(method, [...(ROWS.get(method) ?? []), row])
}

/** What a request is counted as: few names, whatever is asked. */
export function endpointName(method: string, path: string): string {
  if (!path.startsWith('/api')) return 'page'
  return ROWS.get(method === 'HEAD' ? 'GET' : method)?.find((row) => row.path.test(path))?.name ?? 'unknown'
}
