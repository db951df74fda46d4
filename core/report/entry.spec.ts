import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../indicator/catalogue.ts'
import type { Form, FormCode } from '../indicator/form.ts'
import type { Indicator, IndicatorCode } from '../indicator/indicator.ts'
import { monthOf } from '../period/month.ts'
import type { Unit, UnitCode } from '../unit/unit.ts'
import { checkEntry, isComplete, noteFault, NOTE_LIMIT, type Entry, type LineDraft } from './entry.ts'
import type { Cell, LineKind } from './report.ts'

const june = monthOf(2022, 6)

function indicator(code: string, more: Partial<Indicator> = {}): Indicator {
  return {
    code: code as IndicatorCode, name: code, unit: '人', decimals: 0, kind: 'flow', sense: 'none', role: 'monitored', entry: [],
    numerator: null, denominator: null, subsetOf: null, pace: 'straight', milestones: null, definition: {}, ...more,
  }
}

const form: Form = {
  code: 'MONTH' as FormCode, name: '月报', frequency: 'month', department: '人社局', fillers: [{ level: 4, kind: '村委会' }, { level: 3 }, { level: 1 }],
  indicators: ['JOBS', 'FAIRS', 'SURVEY', 'RATE'] as IndicatorCode[],
}
const other: Form = { ...form, code: 'YEAR' as FormCode, frequency: 'year', indicators: ['TALENT' as IndicatorCode] }
const catalogue = buildCatalogue(
  [
    indicator('JOBS', { entry: [{ level: 4 }, { level: 3 }] }), indicator('FAIRS', { entry: [{ level: 3 }] }),
    indicator('SURVEY', { kind: 'published', entry: [{ level: 1 }] }), indicator('RATE', { kind: 'rate' }), indicator('TALENT'),
  ],
  [form, other],
)

function unit(level: number, more: Partial<Unit> = {}): Unit {
  return {
    code: `U${level}` as UnitCode, name: '', shortName: '', level, kind: level === 4 ? '村委会' : '', order: 1, opened: null, closed: null,
    parents: [{ from: null, parent: null }], ...more,
  }
}
const [city, district, street, village] = [unit(1), unit(2), unit(3), unit(4)]

function entry(cells: Record<string, Cell>, ...lines: (Partial<Omit<LineDraft, 'indicator'>> & { indicator?: string })[]): Entry {
  return { cells, lines: lines.map((line) => ({ indicator: 'JOBS', kind: 'attrition', value: -1, note: '退休', ...line }) as LineDraft) }
}

function faults(of: Unit, given: Entry, place: Partial<Parameters<typeof checkEntry>[0]> = {}): string[] {
  return checkEntry({ form, catalogue, unit: of, month: june, ...place }, given).map(({ code, indicator, line, blocks }) =>
    [blocks, code, indicator ?? '–', ...(line === null ? [] : [line])].join(' '))
}

describe('what a report may contain', () => {
  it('figures, zeros and 未取得 in the due cells, lines with notes', () => {
    expect(faults(village, entry({ JOBS: 0 }))).toEqual([])
    expect(faults(street, entry({ JOBS: 12, FAIRS: { notObtained: '主办方未提供' } }, { value: -12 }, { kind: 'correction', value: 3 }))).toEqual([])
    expect(isComplete({ form, catalogue, unit: village, month: june }, entry({ JOBS: Number.MAX_SAFE_INTEGER }))).toBe(true)
  })

  it('nothing at a unit that only hands up what is below it, but lines there too', () => {
    expect(faults(district, entry({}))).toEqual([])
    expect(faults(district, entry({}, { kind: 'duplicate', value: -3, note: '跨街道重复' }, { indicator: 'FAIRS' }))).toEqual([])
    expect(faults(district, entry({ JOBS: 1 }))).toEqual(['save not-due JOBS'])
  })

  it('every due cell, at submit; lines do not fill one', () => {
    expect(faults(street, entry({}))).toEqual(['submit blank JOBS', 'submit blank FAIRS'])
    expect(faults(village, entry({}, {}))).toEqual(['submit blank JOBS'])
    expect(isComplete({ form, catalogue, unit: village, month: june }, entry({}))).toBe(false)
  })

  it.each([
    ['unknown indicator', village, { JOBS: 1, NOBODY: 1 }, ['save unknown-indicator NOBODY']],
    ['indicator of another form', village, { JOBS: 1, TALENT: 1 }, ['save unknown-indicator TALENT']],
    ['rate', village, { JOBS: 1, RATE: 1 }, ['save unknown-indicator RATE']],
    ['names of Object.prototype', village, { JOBS: 1, constructor: 1, toString: 1 }, ['save unknown-indicator constructor', 'save unknown-indicator toString']],
    ['cell of another level', village, { JOBS: 1, FAIRS: 1 }, ['save not-due FAIRS']],
    ['未取得 that is not due', village, { JOBS: 1, FAIRS: { notObtained: '无' } }, ['save not-due FAIRS']],
    ['fraction', village, { JOBS: 1.5 }, ['save not-integer JOBS']],
    ['no number', village, { JOBS: NaN }, ['save not-integer JOBS']],
    ['infinity', village, { JOBS: Infinity }, ['save not-integer JOBS']],
    ['2^53', village, { JOBS: 2 ** 53 }, ['save too-large JOBS']],
    ['negative base value', village, { JOBS: -1 }, ['submit negative JOBS']],
    ['未取得 without a reason', village, { JOBS: { notObtained: '　' } }, ['submit reason-missing JOBS']],
    ['long reason', village, { JOBS: { notObtained: '停'.repeat(NOTE_LIMIT + 1) } }, ['save text-too-long JOBS']],
  ] as const)('refuses a cell: %s', (_, of, cells, expected) => {
    expect(faults(of, entry(cells as Record<string, Cell>))).toEqual(expected)
  })

  it('takes a published figure below zero, at its own unit only', () => {
    expect(faults(city, entry({ SURVEY: -2 }, { indicator: 'SURVEY', kind: 'correction' }))).toEqual([])
    expect(faults(village, entry({ JOBS: 1, SURVEY: 5 }, { indicator: 'SURVEY' }))).toEqual(['save not-due SURVEY', 'save not-due SURVEY 0'])
  })

  it.each([
    ['unknown kind', { kind: 'other' as LineKind }, ['save line-kind-unknown JOBS 1']],
    ['empty note', { note: ' \n' }, ['submit note-missing JOBS 1']],
    ['long note', { note: '长'.repeat(NOTE_LIMIT + 1) }, ['save text-too-long JOBS 1']],
    ['unreadable note', { note: '退\u0000休' }, ['save text-unreadable JOBS 1']],
    ['unknown indicator', { indicator: 'NOBODY' }, ['save unknown-indicator NOBODY 1']],
    ['fraction', { value: 0.5 }, ['save not-integer JOBS 1']],
    ['−2^53', { value: -(2 ** 53) }, ['save too-large JOBS 1']],
  ])('refuses a line: %s', (_, line, expected) => {
    expect(faults(village, entry({ JOBS: 1 }, {}, line))).toEqual(expected)
  })

  it('refuses exact parts whose sum is not', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(faults(village, entry({ JOBS: most }, { value: 1 }))).toEqual(['save too-large JOBS'])
    expect(faults(village, entry({ JOBS: most }, { value: -1 }))).toEqual([])
    expect(faults(district, entry({}, { value: most }, { value: most }))).toEqual(['save too-large JOBS'])
  })

  it('exists only in a period of the form, of an open unit that reports', () => {
    const nothing = entry({})
    expect(faults(village, nothing, { form: other })).toEqual(['save no-period –'])
    expect(faults(unit(4, { closed: june }), nothing)).toEqual(['save unit-not-reporting –'])
    expect(faults(unit(4, { opened: monthOf(2022, 7) }), nothing)).toEqual(['save unit-not-reporting –'])
    expect(faults(unit(3, { kind: '虚拟' }), nothing)).toEqual(['save unit-not-reporting –'])
  })
})

describe('a note', () => {
  it.each([
    ['退休2人，\n另有1人死亡\t已核', null], ['生僻字𠮷', null], ['', 'empty'], ['半个\ud842', 'text-unreadable'], ['\u001b[31m', 'text-unreadable'],
    ['长'.repeat(NOTE_LIMIT), null], ['长'.repeat(NOTE_LIMIT + 1), 'text-too-long'],
  ])('%j', (text, expected) => expect(noteFault(text)).toBe(expected))
})
