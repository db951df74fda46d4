import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Form } from '#core/indicator/form.ts'
import { formatMonth } from '#core/period/month.ts'
import { DEFAULT_WINDOW } from '#core/report/window-rule.ts'
import type { Report } from '#core/report/report.ts'
import { SAMPLE, sampleReport, VILLAGE } from '#server/store/sample-dataset.ts'
import type { Changes, MasterData } from '#server/store/store.ts'
import { combineReports } from './build-reports.ts'
import { EMPTY_MASTER, NothingToImport, readImportFolder, type ImportBase } from './import-folder.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'ballast-import-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type FileName = 'units.csv' | 'indicators.csv' | 'forms.csv' | 'targets.csv' | 'values.csv'

const GOOD: Record<FileName, string[]> = {
  'units.csv': [
    'code,parentCode,level,name,kind,opened,closed',
    'C,,city,株洲市,地级市,,',
    'D,C,district,荷塘区,市辖区,,',
    'S,D,street,月塘街道,街道,,',
    'V1,S,village,文化路社区居委会,居委会,,',
    'V2,S,4,荷花村委会,村委会,2022-02,2022-12',
    'X,D,street,虚拟街道,虚拟,,',
  ],
  'indicators.csv': [
    'code,name,unit,decimals,kind,sense,entryLevels,numerator,denominator',
    'E01,新增,人,0,flow,atLeast,village|street,,',
    'L01,贷款,万元,2,flow,atLeast,district,,',
    'E06,失业,人,0,stock,none,street,,',
    'R01,失业率,%,2,rate,atMost,,E06,E01',
    'R04,调查失业率,%,1,published,none,city,,',
  ],
  'forms.csv': [
    'form,indicator,frequency,fillers,department',
    'A,E01,month,village|street,人社局',
    'A,E06,month,village|street,人社局',
    'Q,L01,quarter,district|=C,人社局',
    'Q,R04,quarter,district|=C,人社局',
  ],
  'targets.csv': ['unit,indicator,year,scheme,value,status', 'C,E01,2022,city,100,official', 'D,L01,2022,province,12.5,provisional'],
  'values.csv': [
    'unit,indicator,month,value',
    'V1,E01,2022-03,5',
    'V2,E01,2022-03,0',
    'S,E06,2022-03,40',
    'D,L01,2022-03,12.50',
    'C,E01,2022-03,-2',
    'C,R04,2022-03,5.1',
  ],
}

/** The good files with one line replaced (or added after the last), by number counted from 1. */
function writeFolder(change?: { file: FileName; line: number; text: string }, leaveOut: readonly FileName[] = []): void {
  for (const [file, good] of Object.entries(GOOD)) {
    if (leaveOut.includes(file as FileName)) continue
    const lines = [...good]
    if (change?.file === file) lines[change.line - 1] = change.text
    writeFileSync(join(folder, file), lines.join('\n'))
  }
}

const NEW: ImportBase = { master: EMPTY_MASTER, hasReports: false, now: '2022-04-01T00:00:00+08:00' }

async function readGood(base: ImportBase = NEW): Promise<Changes> {
  const result = await readImportFolder(folder, base)
  if (!result.ok) throw new Error(result.problems.describe())
  return result.changes
}

async function readBad(base: ImportBase = NEW) {
  const result = await readImportFolder(folder, base)
  if (result.ok) throw new Error('nothing was found wrong')
  return result.problems.kept
}

describe('a good folder', () => {
  it('becomes approved reports of everybody who must report', async () => {
    writeFolder()
    const { reports, reportCount, units } = await readGood()
    const all = [...reports]
    expect(all).toHaveLength(reportCount)
    const places = all.map((report) => `${report.form} ${report.unit}`)
    // X is 虚拟: it fills nothing. V1 and V2 do not fill Q.
    expect(places).toEqual(['A C', 'A D', 'A S', 'A V1', 'A V2', 'Q C', 'Q D'])
    expect(new Set(all.map((report) => `${formatMonth(report.month)} ${report.state}`))).toEqual(new Set(['2022-03 approved']))
    const of = (place: string) => all[places.indexOf(place)]!
    expect(of('A V1').cells).toEqual({ E01: 5 })
    expect(of('A V2').cells).toEqual({ E01: 0 })
    expect(of('A S').cells).toEqual({ E06: 40 })
    expect(of('Q D').cells).toEqual({ L01: 1250 })
    expect(of('A D')).toMatchObject({ cells: {}, lines: [] })
    // The city does not enter E01: what it adds is an adjustment.
    expect(of('A C')).toMatchObject({ cells: {}, lines: [{ indicator: 'E01', kind: 'adjustment', value: -2 }] })
    expect(units.map((unit) => unit.shortName)).toEqual(['株洲市', '荷塘区', '月塘街道', '文化路社区', '荷花村', '虚拟街道'])
    expect(units.map((unit) => unit.order)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('derives one monthly form where there is no forms.csv', async () => {
    writeFolder(undefined, ['forms.csv'])
    const { forms } = await readGood()
    expect(forms).toEqual([expect.objectContaining({
      code: 'monthly', frequency: 'month', indicators: ['E01', 'L01', 'E06', 'R04'], fillers: [{ level: 4 }, { level: 3 }, { level: 2 }, { level: 1 }],
    })])
  })

  it('lets an indicator without levels be entered everywhere', async () => {
    writeFolder({ file: 'indicators.csv', line: 2, text: 'E01,新增,人,0,flow,atLeast,,,' }, ['forms.csv'])
    const { forms, reports } = await readGood()
    expect(forms[0]!.fillers).toEqual([{ level: 1 }, { level: 2 }, { level: 3 }, { level: 4 }])
    expect([...reports].find((report) => report.unit === 'C')!.cells).toEqual({ E01: -2, R04: 51 })
  })

  it('takes an order column and short names', async () => {
    writeFolder()
    writeFileSync(join(folder, 'units.csv'), 'order,shortName,code,parentCode,level,name,kind,opened,closed\n7,株洲,C,,1,株洲市,地级市,,\n')
    for (const file of ['values.csv', 'targets.csv', 'forms.csv']) rmSync(join(folder, file))
    expect((await readGood()).units).toEqual([expect.objectContaining({ order: 7, shortName: '株洲' })])
  })
})

const LONG = 'x'.repeat(65)

/** file, line (one after the last: added), text, column, part of the reason */
const FAULTS: [FileName, number, string, string, string][] = [
  ['units.csv', 8, 'D,C,district,又一个,市辖区,,', 'code', '重复，首次出现在第 3 行'],
  ['units.csv', 8, ',C,district,无代码,市辖区,,', 'code', '不能为空'],
  ['units.csv', 8, `${LONG},C,district,长,市辖区,,`, 'code', '超过 64'],
  ['units.csv', 8, 'C2,,city,第二市,地级市,,', 'parentCode', '第二个顶级单位'],
  ['units.csv', 8, 'Y,Z,street,孤儿,街道,,', 'parentCode', '没有上级单位 Z'],
  ['units.csv', 3, 'D,S,district,荷塘区,市辖区,,', 'parentCode', '成环'],
  ['units.csv', 8, 'Y,D,hamlet,某,街道,,', 'level', '不认识的层级 hamlet'],
  ['units.csv', 8, 'Y,D,street,,街道,,', 'name', '不能为空'],
  ['units.csv', 8, 'Y,D,street,某,街道,2022-13,', 'opened', '不是月份'],
  ['units.csv', 8, 'Y,D,street,某,街道,2022-05,2022-05', 'closed', '晚于'],
  ['units.csv', 8, 'Y,D,street,某,街道,', '', '有 6 列，表头有 7 列'],
  ['units.csv', 1, 'code,parentCode,level,name,kind,opened,closed,color', 'color', '不认识的列'],
  ['indicators.csv', 7, 'E01,重复,人,0,flow,none,,,', 'code', '首次出现在第 2 行'],
  ['indicators.csv', 7, 'E09,多,人,7,flow,none,,,', 'decimals', '0 至 6'],
  ['indicators.csv', 7, 'E09,错,人,0,flew,none,,,', 'kind', 'flew'],
  ['indicators.csv', 7, 'E09,错,人,0,flow,up,,,', 'sense', 'up'],
  ['indicators.csv', 7, 'E09,错,人,0,flow,none,hamlet,,', 'entryLevels', 'hamlet'],
  ['indicators.csv', 7, 'R09,错,%,2,rate,none,,E99,E01', 'numerator', '没有指标 E99'],
  ['indicators.csv', 7, 'R09,错,%,2,rate,none,,E01,', 'denominator', '写明'],
  ['indicators.csv', 7, 'R09,错,%,2,rate,none,,R01,E01', 'numerator', '本身是比率'],
  ['indicators.csv', 7, 'E09,错,人,0,flow,none,,E01,', 'numerator', '只有比率'],
  ['forms.csv', 6, 'B,E01,month,village,人社局', 'indicator', '已在报表 A 中'],
  ['forms.csv', 6, 'B,E99,month,village,人社局', 'indicator', '没有指标 E99'],
  ['forms.csv', 6, 'B,R01,month,village,人社局', 'indicator', '是比率'],
  ['forms.csv', 4, 'Q,L01,weekly,district|=C,人社局', 'frequency', 'weekly'],
  ['forms.csv', 4, 'Q,L01,quarter,=NOBODY,人社局', 'fillers', '没有单位 NOBODY'],
  ['forms.csv', 4, 'Q,L01,quarter,,人社局', 'fillers', '不能为空'],
  ['forms.csv', 3, 'A,E06,quarter,village|street,人社局', 'form', '与第 2 行'],
  ['targets.csv', 4, 'Z,E01,2022,city,1,official', 'unit', '没有单位 Z'],
  ['targets.csv', 4, 'C,E99,2022,city,1,official', 'indicator', '没有指标 E99'],
  ['targets.csv', 4, 'C,E01,22,city,1,official', 'year', '不是年份'],
  ['targets.csv', 4, 'C,E01,2023,nation,1,official', 'scheme', 'nation'],
  ['targets.csv', 4, 'C,E01,2023,city,1,maybe', 'status', 'maybe'],
  ['targets.csv', 4, 'C,E01,2023,city,1.5,official', 'value', '应为整数'],
  ['targets.csv', 4, 'C,E01,2022,city,1,official', 'unit', '与第 2 行重复'],
  ['values.csv', 8, 'Z,E01,2022-03,1', 'unit', '没有单位 Z'],
  ['values.csv', 8, 'V1,E99,2022-03,1', 'indicator', '没有指标 E99'],
  ['values.csv', 8, 'V1,E01,2022-3,1', 'month', '不是月份'],
  ['values.csv', 8, 'V1,E01,2022-04,1.5', 'value', '应为整数'],
  ['values.csv', 8, 'D,L01,2022-06,1.234', 'value', '小数超过 2 位'],
  ['values.csv', 8, 'V1,E01,2022-04,many', 'value', '不是数'],
  ['values.csv', 8, 'V1,E01,2022-04,', 'value', '为空'],
  ['values.csv', 8, 'V1,E01,2022-04,99999999999999999', 'value', '太大'],
  ['values.csv', 8, 'V1,R01,2022-03,1', 'indicator', '是比率'],
  ['values.csv', 8, 'V1,E01,2022-03,5', 'unit', '重复'],
  ['values.csv', 8, 'V2,E01,2022-01,1', 'month', '尚未设立或已撤销'],
  ['values.csv', 8, 'V2,E01,2022-12,1', 'month', '尚未设立或已撤销'],
  ['values.csv', 8, 'D,L01,2022-04,1', 'month', '季末月'],
  ['values.csv', 8, 'D,R04,2022-03,5.2', 'unit', '是公布数'],
]

describe('a planted fault', () => {
  it.each(FAULTS)('in %s line %i (%s) is found in column %s: %s', async (file, line, text, column, reason) => {
    writeFolder({ file, line, text })
    expect(await readBad()).toContainEqual({ file, line, column, reason: expect.stringContaining(reason) })
  })

  it('does not hide the others', async () => {
    writeFolder()
    writeFileSync(join(folder, 'units.csv'), [...GOOD['units.csv'], 'Y,Z,street,孤儿,街道,,'].join('\n'))
    writeFileSync(join(folder, 'targets.csv'), [...GOOD['targets.csv'], 'C,E99,2022,city,1,official'].join('\n'))
    writeFileSync(join(folder, 'values.csv'), [...GOOD['values.csv'], 'V1,E01,2022-03,x', 'V2,E01,2022-01,y'].join('\n'))
    expect((await readBad()).map(({ file, line }) => `${file}:${line}`)).toEqual(['units.csv:8', 'targets.csv:4', 'values.csv:8', 'values.csv:9'])
  })

  it('of a folder without files is said', async () => {
    await expect(readImportFolder(folder, NEW)).rejects.toThrow(NothingToImport)
    await expect(readImportFolder(join(folder, 'nowhere'), NEW)).rejects.toThrow(NothingToImport)
  })
})

describe('over what is there', () => {
  const master: MasterData = {
    ...EMPTY_MASTER, revisions: { master: 1, reports: 1, access: 0 }, units: SAMPLE.units, indicators: SAMPLE.indicators, forms: SAMPLE.forms, targets: SAMPLE.targets,
    editions: SAMPLE.editions,
  }
  const base: ImportBase = { master, hasReports: true, now: NEW.now }
  const write = (file: FileName, line: string) => writeFileSync(join(folder, file), [GOOD[file][0]!, line].join('\n'))

  it('refuses figures of a frozen month', async () => {
    write('values.csv', `${VILLAGE},E01,2022-01,1`)
    expect(await readBad(base)).toEqual([{ file: 'values.csv', line: 2, column: 'month', reason: expect.stringContaining('已定案') }])
  })

  it('refuses to open, close or rescale what an edition holds', async () => {
    write('units.csv', `${VILLAGE},430202000000,village,文化路社区居委会,居委会,2021-04,2022-01`)
    expect(await readBad(base)).toEqual([expect.objectContaining({ line: 2, column: 'closed' })])
    rmSync(join(folder, 'units.csv'))
    write('indicators.csv', 'E01,新增,人,1,flow,atLeast,village,,')
    expect(await readBad(base)).toEqual([expect.objectContaining({ line: 2, column: 'decimals' })])
  })

  it('moves a unit from the first month that is not frozen', async () => {
    write('units.csv', '430202000000,,district,荷塘区,市辖区,,')
    expect(await readBad(base)).toEqual([expect.objectContaining({ column: 'parentCode', reason: expect.stringContaining('第二个顶级单位') })])
    write('units.csv', `${VILLAGE},430200000000,village,文化路社区居委会,居委会,2021-04,2023-01`)
    expect((await readGood(base)).units[0]!.parents).toEqual([{ from: null, parent: '430200000000' }])
  })

  it('adds new indicators to a derived form and keeps the others', async () => {
    write('indicators.csv', 'N01,新指标,人,0,flow,atLeast,village,,')
    const { indicators, forms } = await readGood(base)
    expect(indicators.map((indicator) => indicator.code)).toEqual(['E01', 'L01', 'R01', 'N01'])
    expect(indicators[0]).toEqual(SAMPLE.indicators[0])
    // The sample's only form has the code and the name of a derived one, so the new indicator joins it.
    expect(forms.map((form) => [form.code, form.indicators])).toEqual([['monthly', ['E01', 'L01', 'N01']]])
  })

  it('leaves the name and the times that were set in the running system alone, in derived forms and in others', async () => {
    writeFolder(undefined, ['forms.csv', 'values.csv', 'targets.csv'])
    const { units, indicators, forms: [derived] } = await readGood()
    const named: Form = { ...derived!, name: '就业月报', department: '市人社局', window: { ...DEFAULT_WINDOW, closes: { monthsAfter: 1, day: 20, time: '24:00' } } }
    const master: MasterData = { ...EMPTY_MASTER, units, indicators, forms: [named] }
    writeFolder({ file: 'indicators.csv', line: 7, text: 'N01,新指标,人,0,flow,atLeast,=S,,' }, ['units.csv', 'forms.csv', 'values.csv', 'targets.csv'])
    rmSync(join(folder, 'units.csv'), { force: true })
    // Still derived: who enters the new indicator fills it from now on.
    expect((await readGood({ ...NEW, master })).forms).toEqual([{ ...named, indicators: ['E01', 'L01', 'E06', 'R04', 'N01'], fillers: [...named.fillers, { unit: 'S' }] }])
    const [own] = (await readGood({ ...NEW, master: { ...master, forms: [{ ...named, fillers: [{ level: 4 }] }] } })).forms
    expect(own).toMatchObject({ name: '就业月报', window: named.window, fillers: [{ level: 4 }] })
    writeFolder(undefined, ['units.csv', 'values.csv', 'targets.csv'])
    const known = [{ ...named, code: 'A' as Form['code'], name: '甲表', indicators: [] }, { ...named, indicators: [] }]
    const { forms } = await readGood({ ...NEW, master: { ...master, forms: known } })
    expect(forms.find(({ code }) => code === 'A')).toMatchObject({ name: '甲表', department: '人社局', indicators: ['E01', 'E06'], window: named.window })
  })

  it('moves an indicator out of the derived form only while there are no reports', async () => {
    write('forms.csv', 'B,L01,month,village,金融办')
    expect(await readBad(base)).toEqual([expect.objectContaining({ file: 'forms.csv', line: 2, column: 'indicator' })])
    const { forms } = await readGood({ ...base, hasReports: false })
    expect(forms.map((form) => [form.code, form.indicators])).toEqual([['monthly', ['E01']], ['B', ['L01']]])
  })

  it('lets a new target hold from the first month that is not frozen', async () => {
    write('targets.csv', '430200000000,E01,2022,city,70000,official')
    const { targets, replacedTargets } = await readGood(base)
    expect(targets).toEqual([expect.objectContaining({ value: 70_000, effectiveMonth: 2 })])
    expect(replacedTargets).toEqual([])
  })

  it('replaces the whole own figure and keeps what is not mentioned', () => {
    const existing = sampleReport({
      cells: { E01: 12, L01: 5 } as Report['cells'], state: 'returned', version: 4,
      lines: [
        { indicator: 'E01' as never, kind: 'attrition', value: -2, note: '', by: '' },
        { indicator: 'L01' as never, kind: 'correction', value: 1, note: '', by: '' },
      ],
      notes: [{ indicator: null, text: '请核实', by: '' }],
    })
    const combined = combineReports(existing, sampleReport({ cells: { E01: 9 } as Report['cells'] }))
    expect(combined).toMatchObject({ state: 'approved', version: 5, cells: { E01: 9, L01: 5 }, notes: [] })
    expect(combined.lines.map((line) => line.indicator)).toEqual(['L01'])
  })
})
