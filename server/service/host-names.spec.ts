import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { isAddressOrNetwork, plainAddress } from './addresses.ts'
import { hostNames } from './host-names.ts'

const OWN = Object.values(networkInterfaces()).flatMap((each) => each ?? []).find(({ internal }) => !internal)?.address ?? '127.0.0.1'

it.each([
  ['localhost', true], ['127.0.0.1', true], ['[::1]', true], ['evil.example', false], ['localhost.evil.example', false], ['', false],
  ['ballast.example.cn', true], ['Ballast.Example.CN', true], ['ballast.example.cn.', true], ['ballast.example.cn.evil.example', false],
])('on loopback %s: %s', (name, isKnown) => {
  expect(hostNames({ host: '127.0.0.1', origins: ['https://ballast.example.cn'] })(name)).toBe(isKnown)
})

it('off loopback this machine\'s own addresses are known', () => {
  expect(hostNames({ host: '0.0.0.0', origins: [] })(OWN)).toBe(true)
  expect(hostNames({ host: '0.0.0.0', origins: [] })('192.0.2.77')).toBe(false)
})

it('addresses are read as sockets and people write them', () => {
  expect([plainAddress('::ffff:10.0.0.1'), plainAddress('fe80::1%eth0'), plainAddress('::1')]).toEqual(['10.0.0.1', 'fe80::1', '::1'])
  expect(['10.0.0.1', '10.0.0.0/8', 'fd00::/8', '::1'].every(isAddressOrNetwork)).toBe(true)
  expect(['', 'x', '10.0.0', '10.0.0.0/33', '10.0.0.0/', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/-1'].some(isAddressOrNetwork)).toBe(false)
})
