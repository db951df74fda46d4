import { BlockList, isIP, isIPv4 } from 'node:net'

/** IPv4 that arrives on an IPv6 socket is written with a prefix; the zone of a link-local address is no part of it. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  return mapped?.[1] ?? address.replace(/%.*$/, '')
}

const LOOPBACK = ['127.0.0.0/8', '::1']

/** Whether an address is among single ones and networks (`10.1.0.0/16`). Texts must be right: see `isAddressOrNetwork`. */
export function addressMatcher(texts: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const text of texts) {
    const [address, bits] = text.split('/') as [string, string?]
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

export const isLoopbackAddress = addressMatcher(LOOPBACK)

export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (rest.length > 0 || isIP(address) === 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}
