import { Agent, request } from 'node:http'

/** Asks one address over and over on kept connections. @returns answers per second */
export async function load(url: string, headers: Readonly<Record<string, string>>, { requests, connections }: { readonly requests: number; readonly connections: number }): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const start = performance.now()
  let left = requests
  await Promise.all(Array.from({ length: connections }, async () => {
    while (left-- > 0) await ask(url, headers, agent)
  }))
  const seconds = (performance.now() - start) / 1000
  agent.destroy()
  return requests / seconds
}

/** @returns status and bytes of one answer */
export function ask(url: string, headers: Readonly<Record<string, string>>, agent?: Agent): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers, ...(agent && { agent }) }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers as Record<string, string>, body: Buffer.concat(chunks) }))
    }).on('error', reject).end()
  })
}
