import { endpoints, type EndpointName } from '#contract/endpoints.ts'

/** What the mock does to answers, chosen by name in the page's address: `?scenario=slow` before the `#`. */
export type Scenario =
  | { readonly kind: 'normal' | 'slow' | 'offline' | 'empty' }
  | { readonly kind: 'fail'; readonly endpoint: EndpointName }

/** Milliseconds that every answer takes in `slow`. */
export const SLOW_MS = 2000

const PLAIN = ['slow', 'offline', 'empty'] as const

/** Parses `slow`, `offline`, `empty` or `fail-ENDPOINT` (fail-totals, fail-cube …). Null: no such scenario. */
export function parseScenario(name: string | null): Scenario | null {
  if (name === null || name === '') return { kind: 'normal' }
  const plain = PLAIN.find((each) => each === name)
  if (plain !== undefined) return { kind: plain }
  const endpoint = Object.keys(endpoints).find((each) => name === `fail-${each}`)
  return endpoint === undefined ? null : { kind: 'fail', endpoint: endpoint as EndpointName }
}

/** Whether a request asks the endpoint: its method and path, with anything in the place of `{…}`. */
export function asks({ method, url }: Request, endpoint: EndpointName): boolean {
  const { path, method: own } = endpoints[endpoint]
  const pattern = path.replace(/\{\w+\}/g, '[^/]+')
  return method === own && new RegExp(`^${pattern}$`).test(new URL(url).pathname)
}
