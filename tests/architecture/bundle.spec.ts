import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { textOf } from './repository.ts'

function built(folder: string, type: RegExp): string[] {
  if (!existsSync(folder)) throw new Error(`${folder}/ is missing: run "npm run build" and "npm run build:demo" first`)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => type.test(name))
}

/** Words that survive minification and stand for the mock, its engine and the server behind it. */
const MOCK = /mockServiceWorker|\bmsw\b|sqlite|kysely|\bhono\b|BALLAST_/i

describe('the production build', () => {
  it('has no mock code and no server code', () => {
    const scripts = built('dist', /\.js$/)
    expect(scripts.length).toBeGreaterThan(1)
    expect(scripts.filter((name) => MOCK.test(textOf(`dist/${name}`)))).toEqual([])
  })

  it('has none of the mock\'s files', () => {
    expect(built('dist', /mockServiceWorker|sqlite|\.wasm$|\.gzip$/)).toEqual([])
  })

  it('would be caught: the static demo has both', () => {
    expect(built('dist-demo', /\.js$/).filter((name) => MOCK.test(textOf(`dist-demo/${name}`)))).not.toEqual([])
    expect(built('dist-demo', /^(mockServiceWorker\.js|demo\.sqlite\.gzip)$/)).toHaveLength(2)
  })

  it.each(['dist', 'dist-demo'])('names every file relative to the page, so %s works from any path', (folder) => {
    const addresses = [...textOf(`${folder}/index.html`).matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(addresses.length).toBeGreaterThan(3)
    expect(addresses.filter((address) => !address.startsWith('./'))).toEqual([])
  })

  it('styles with what Chrome 100 knows', () => {
    const tooNew = /:has\(|@container|color-mix\(|@property|\d(dvh|svh|lvh)\b|oklch\(|\bsubgrid\b|@scope|@starting-style/
    const sheets = built('dist', /\.css$/)
    expect(sheets.length).toBeGreaterThan(0)
    expect(sheets.filter((name) => tooNew.test(textOf(`dist/${name}`)))).toEqual([])
  })
})
