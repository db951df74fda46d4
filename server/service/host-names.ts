import { hostname, networkInterfaces } from 'node:os'
import { isLoopback } from '../server-options.ts'
import { plainAddress } from './addresses.ts'

export interface HostNamesOptions {
  /** Where it listens: off loopback this machine's own names and addresses count too. */
  readonly host: string
  /** Public origins, as `BALLAST_ORIGIN` has them. */
  readonly origins: readonly string[]
}

/** Names and addresses of this machine, beside loopback. */
export function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []).filter(({ internal }) => !internal)
  return [hostname().toLowerCase(), ...addresses.map(({ address }) => plainAddress(address))]
}

/**
 * Names under which this server may be asked. Under any other a foreign page could have a browser read answers as if they
 * were its own (DNS rebinding).
 */
export function hostNames({ host, origins }: HostNamesOptions): (name: string) => boolean {
  const known = new Set([...(isLoopback(host) ? [] : ownNames()), ...origins.map((origin) => bare(new URL(origin).hostname))])
  return (name) => isLoopback(name) || known.has(bare(name))
}

function bare(name: string): string {
  return name.toLowerCase().replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}
