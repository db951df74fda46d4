import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCsv } from './csv-file.ts'
import { ProblemList } from './problem-list.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ballast-csv-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function read(content: string | Uint8Array, chunkBytes?: number) {
  const path = join(folder, 'a.csv')
  writeFileSync(path, content)
  const problems = new ProblemList()
  const rows: [number, string, string][] = []
  let bytes = 0
  await readCsv(path, { required: ['code', 'name'], optional: ['order'] }, problems,
    (row) => rows.push([row.line, row.at('code'), row.at('name')]),
    { onBytes: (count) => (bytes += count), ...(chunkBytes && { chunkBytes }) })
  return { rows, problems: problems.kept.map(({ line, column, reason }) => [line, column, reason]), bytes }
}

describe('reading CSV', () => {
  it.each([
    ['LF', 'code,name\n1,a\n2,b\n'],
    ['CRLF', 'code,name\r\n1,a\r\n2,b\r\n'],
    ['no break at the end', 'code,name\n1,a\n2,b'],
    ['a BOM', '\uFEFFcode,name\n1,a\n2,b\n'],
    ['other order of columns', 'name,code\na,1\nb,2\n'],
    ['an optional column', 'order,code,name\n9,1,a\n8,2,b\n'],
    ['quotation marks', '"code","name"\r\n"1","a"\r\n"2","b"\r\n'],
  ])('takes %s', async (_what, text) => {
    expect(await read(text)).toMatchObject({ rows: [[2, '1', 'a'], [3, '2', 'b']], problems: [] })
  })

  it('counts lines through breaks in quotation marks and blank lines', async () => {
    const { rows, problems } = await read('code,name\r\n1,"a\r\nb"\r\n\r\n2,"c ""d"", e"\r\n3,f,g\r\n')
    expect(rows).toEqual([[2, '1', 'a\nb'], [5, '2', 'c "d", e']])
    expect(problems).toEqual([[6, '', '有 3 列，表头有 2 列']])
  })

  it('reads the same whatever the size of the pieces: breaks, characters and quotations cut anywhere', async () => {
    const text = '\uFEFFcode,name\r\n1,"名\r\n称"\r\n\r\n2,"""引"",号\n"\r\n3,末行\r\n'
    const whole = await read(text)
    expect(whole.rows).toEqual([[2, '1', '名\n称'], [5, '2', '"引",号\n'], [7, '3', '末行']])
    for (let size = 1; size < 60; size++) expect(await read(text, size), `pieces of ${size}`).toEqual(whole)
    expect(whole.bytes).toBe(Buffer.byteLength(text))
  })

  it('counts the lines of a long file', async () => {
    const count = 200_000
    const { rows } = await read(`code,name\n${Array.from({ length: count }, (_, i) => `${i},名称${i}`).join('\n')}`, 64 << 10)
    expect(rows).toHaveLength(count)
    expect(rows.at(-1)).toEqual([count + 1, String(count - 1), `名称${count - 1}`])
  })

  it.each([
    ['an unknown column', 'code,name,colour\n1,a,red\n', [1, 'colour', '不认识的列']],
    ['a missing column', 'code\n1\n', [1, 'name', '缺少这一列']],
    ['a column twice', 'code,name,code\n1,a,1\n', [1, 'code', '这一列出现了两次']],
    ['an empty file', '', [1, '', '文件是空的，缺少表头']],
    ['a quotation mark that never ends', 'code,name\n1,a\n2,"b\n3,c\n', [3, '', '引号没有成对，或引号后有多余的字']],
  ])('reports %s', async (_what, text, problem) => {
    expect((await read(text)).problems).toEqual([problem])
  })

  it('reports text that is not UTF-8', async () => {
    const gbk = Uint8Array.from([...Buffer.from('code,name\n1,'), 0xd6, 0xea, 0xd6, 0xde, 10])
    expect((await read(gbk)).problems).toEqual([[1, '', expect.stringContaining('UTF-8')]])
  })

  it('keeps a hundred problems and counts the others', () => {
    const problems = new ProblemList()
    for (let line = 1; line <= 250; line++) problems.add('a.csv', line, 'code', '重复')
    expect(problems.describe().split('\n')).toHaveLength(101)
    expect(problems.describe()).toContain('a.csv:100 code：重复')
    expect(problems.describe()).toMatch(/另有 150 处，共 250 处。$/)
  })
})
