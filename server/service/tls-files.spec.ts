import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OptionsError } from '../server-options.ts'
import { readTls, type TlsFiles } from './tls-files.ts'

const NAMES = ['localhost', 'ballast.example.cn', '10.1.2.3', '::1', 'fd00::1:2']
const NOW = new Date('2026-03-01T00:00:00Z')
const DAY = 86_400_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-tls-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (names = NAMES, now = NOW) => readTls({ kind: 'self' }, folder, names, now)
const leafOf = ({ cert }: TlsFiles) => new X509Certificate(cert)
const rootOf = ({ root }: TlsFiles) => new X509Certificate(root!.pem)

describe('a self-made certificate', () => {
  it('is for every name and address, and no other, and signed by its root', () => {
    const files = read()
    const [leaf, root] = [leafOf(files), rootOf(files)]
    expect([leaf.checkIssued(root), leaf.verify(root.publicKey), root.verify(root.publicKey), root.ca, leaf.ca]).toEqual([true, true, true, true, false])
    expect(leaf.subjectAltName).toBe('DNS:localhost, DNS:ballast.example.cn, IP Address:10.1.2.3, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:0:0:0:0:1:2')
    expect([leaf.checkHost('evil.example'), leaf.checkIP('10.1.2.4')]).toEqual([undefined, undefined])
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect([leaf.validFromDate, leaf.validToDate]).toEqual([new Date('2026-02-28T00:00:00Z'), new Date('2027-04-02T00:00:00Z')])
    expect(root.validToDate).toEqual(new Date('2036-02-27T00:00:00Z'))
    expect(leaf.serialNumber).not.toBe(leafOf(read([...NAMES, 'x'])).serialNumber)
  })

  it('lies where only its owner can read the keys', () => {
    read()
    for (const name of ['ballast-root.key', 'ballast.key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  it('stays the same until it runs out or names are added; the root stays', () => {
    const first = read()
    expect(read(NAMES.slice(1), new Date(NOW.getTime() + 366 * DAY))).toEqual(first)
    const renewed = read(NAMES, new Date(NOW.getTime() + 368 * DAY))
    expect(renewed.root).toEqual(first.root)
    expect(renewed.cert).not.toBe(first.cert)
    const more = read([...NAMES, 'new.example.cn'], NOW)
    expect([more.root, leafOf(more).checkHost('new.example.cn')]).toEqual([first.root, 'new.example.cn'])
  })

  it('in the years from 2050 on is written as the standard wants', () => {
    expect(leafOf(read(NAMES, new Date('2049-12-31T00:00:00Z'))).validToDate).toEqual(new Date('2051-02-01T00:00:00Z'))
  })
})

describe('a given certificate', () => {
  it('is taken as it is; one that cannot be used is refused with a sentence', () => {
    const { cert, key } = read()
    const paths = { kind: 'files', cert: join(folder, 'ballast.crt'), key: join(folder, 'ballast.key') } as const
    expect(readTls(paths, '/nowhere', NAMES, NOW)).toEqual({ cert, key, root: null })
    const refuse = (changes: Partial<typeof paths>) => expect(() => readTls({ ...paths, ...changes }, '/nowhere', NAMES, NOW)).toThrow(OptionsError)
    refuse({ cert: join(folder, 'absent.crt') })
    refuse({ key: join(folder, 'ballast-root.key') })
    writeFileSync(join(folder, 'bad.crt'), readFileSync(paths.cert, 'utf8').replace(/M/g, 'N'))
    refuse({ cert: join(folder, 'bad.crt') })
  })
})
