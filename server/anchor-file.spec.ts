import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AnchorFile, anchorPathIn } from './anchor-file.ts'
import { openNodeStore } from './store/node-sqlite.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ballast-anchor-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const anchor = (number: number) => ({ at: 1_700_000_000_000 + number, number, hash: number.toString(16).padStart(64, '0') })

it('only ever adds lines, for its owner\'s eyes', () => {
  const file = new AnchorFile(anchorPathIn(folder))
  expect(file.read()).toEqual({ anchors: [], unreadable: 0 })
  file.append(anchor(3))
  const first = readFileSync(file.path, 'utf8')
  file.append(anchor(7), true)
  expect(readFileSync(file.path, 'utf8').startsWith(first)).toBe(true)
  expect(readFileSync(file.path, 'utf8')).toContain('"restored":true')
  expect(file.read()).toEqual({ anchors: [anchor(3), anchor(7)], unreadable: 0 })
  expect(statSync(file.path).mode & 0o777).toBe(0o600)
})

it('tolerates a last line that a crash tore, and writes on behind it', () => {
  const file = new AnchorFile(anchorPathIn(folder))
  file.append(anchor(3))
  for (const torn of ['{"at":"2026-11-2', '\u0000\u0000', '{}', '{"at":"2026-01-01T00:00:00.000Z","number":1.5,"hash":"x"}']) {
    appendFileSync(file.path, torn)
    const { anchors, unreadable } = file.read()
    expect(anchors.length).toBeGreaterThan(0)
    file.append(anchor(anchors.at(-1)!.number + 1))
    expect(file.read()).toEqual({ anchors: [...anchors, anchor(anchors.at(-1)!.number + 1)], unreadable })
  }
})

it('keeps where a trail ends, once', async () => {
  const store = await openNodeStore(join(folder, 'ballast.db'), { auditKey: () => new Uint8Array(32) })
  const file = new AnchorFile(anchorPathIn(folder))
  expect(await file.anchor(store.audit, 5)).toBeNull()
  const entry = { at: 1, account: 'a', action: 'x', unit: null, subject: '', before: null, after: null, request: '' }
  await store.transact(({ audit }) => audit.append(entry))
  const written = await file.anchor(store.audit, 6)
  expect(written).toEqual({ at: 6, number: 1, hash: (await store.audit.list({ limit: 1 }))[0]!.hash })
  expect(await file.anchor(store.audit, 7)).toBeNull()
  expect(file.read().anchors).toEqual([written])
  await store.close()
})
