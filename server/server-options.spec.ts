import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shanghaiTime } from './business-clock.ts'
import { progressBar } from './progress-bar.ts'
import { isLoopback, OptionsError, readServerOptions, type ServerOptions } from './server-options.ts'

const DEFAULTS: ServerOptions = {
  host: '127.0.0.1', port: 8080, dataFolder: resolve('var'), layInDemo: true, passwordProfile: 'dengbao', databaseUrl: null,
  tls: null, origins: [], proxies: [], metricsFrom: [], isQuiet: false, limitsRates: true,
}

describe('options of the server', () => {
  it('has defaults', () => {
    expect(readServerOptions({})).toEqual(DEFAULTS)
    expect(readServerOptions({ HOST: '', PORT: '', BALLAST_DATA: '' })).toEqual(readServerOptions({}))
  })

  it('reads the environment', () => {
    expect(readServerOptions({ HOST: '::1', PORT: '9000', BALLAST_DATA: '/data', BALLAST_DEMO: 'off' }))
      .toEqual({ ...DEFAULTS, host: '::1', port: 9000, dataFolder: '/data', layInDemo: false })
  })

  it.each(['0.0.0.0', '192.168.1.5', '::', 'example.cn', '127.0.0.1.example.cn', '1270.0.0.1'])('refuses the host %s without encryption', (host) => {
    expect(() => readServerOptions({ HOST: host })).toThrow('BALLAST_TLS')
    expect(readServerOptions({ HOST: host, BALLAST_TLS: 'self' })).toMatchObject({ host, tls: { kind: 'self' } })
    expect(readServerOptions({ HOST: host, BALLAST_PROXY: '10.1.2.3, fd00::/8' })).toMatchObject({ host, tls: null, proxies: ['10.1.2.3', 'fd00::/8'] })
  })

  it('reads what a service in a network needs', () => {
    expect(readServerOptions({
      BALLAST_TLS_CERT: '/c.pem', BALLAST_TLS_KEY: '/k.pem', BALLAST_ORIGIN: 'https://Ballast.example.cn/', BALLAST_METRICS_FROM: '10.0.0.9',
      BALLAST_LOG: 'quiet', BALLAST_RATES: 'off',
    })).toEqual({
      ...DEFAULTS, tls: { kind: 'files', cert: '/c.pem', key: '/k.pem' }, origins: ['https://ballast.example.cn'], metricsFrom: ['10.0.0.9'], isQuiet: true, limitsRates: false,
    })
  })

  it.each([
    { BALLAST_TLS_CERT: '/c.pem' }, { BALLAST_TLS: 'on' }, { BALLAST_PROXY: 'nginx' }, { BALLAST_PROXY: '10.0.0.0/33' }, { BALLAST_PROXY: '10.0.0.0/8/8' },
    { BALLAST_ORIGIN: 'ballast.example.cn' }, { BALLAST_ORIGIN: 'https://a.cn/path' }, { BALLAST_ORIGIN: 'https://me@a.cn' }, { BALLAST_METRICS_FROM: '1.2.3' },
    { BALLAST_LOG: 'loud' }, { BALLAST_RATES: '0' },
  ])('refuses %o', (env) => {
    expect(() => readServerOptions(env)).toThrow(OptionsError)
  })

  it.each(['http', '-1', '65536', '80.5'])('refuses the port %s', (port) => {
    expect(() => readServerOptions({ PORT: port })).toThrow('端口')
  })

  it('knows names of this machine', () => {
    expect(['localhost', '127.0.0.1', '127.8.9.1', '[::1]', '::1'].every(isLoopback)).toBe(true)
    expect(['evil.example', 'localhost.evil.example', '10.0.0.1', ''].some(isLoopback)).toBe(false)
  })
})

it('tells the time in Shanghai', () => {
  expect(shanghaiTime(new Date('2023-06-30T18:30:00.500Z'))).toBe('2023-07-01T02:30:00+08:00')
})

describe('progress', () => {
  function written(isTTY: boolean, shares: readonly number[]): string {
    let text = ''
    const show = progressBar('读取', { isTTY, write: (part: string) => (text += part) } as unknown as NodeJS.WriteStream)
    for (const share of shares) show(share)
    return text
  }

  it('is a line for every ten per cent where nobody watches', () => {
    expect(written(false, [0.01, 0.099, 0.1, 0.15, 0.37, 1, 1])).toBe('读取 0 %\n读取 10 %\n读取 30 %\n读取 100 %\n')
  })

  it('is a bar on a terminal', () => {
    expect(written(true, [0.5, 0.5, 1])).toBe(`\r读取 [${'█'.repeat(15)}${'░'.repeat(15)}] 50 %\r读取 [${'█'.repeat(30)}] 100 %\n`)
  })
})
