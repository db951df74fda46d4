import { describe, expect, it } from 'vitest'
import { monthOf } from '#core/period/month.ts'
import { buildChildrenTable, isAdditive, type ChildrenTable } from './children-table-view.ts'
import { figuresOf, INDICATORS, numberOf, report, wholeMonth } from './figures-fixture.ts'

const january = monthOf(2022, 1)
const february = monthOf(2022, 2)
const both = { from: january, to: february }
const whole = [...wholeMonth(january), ...wholeMonth(february)]

function table(unit: string, parts: Parameters<typeof figuresOf>[0], range = both): ChildrenTable {
  const figures = figuresOf(parts)
  return buildChildrenTable(figures, numberOf(figures, unit), range, INDICATORS)
}

/** Rows as `label: value mark` of one column. */
function column(view: ChildrenTable, code: string): Record<string, string> {
  const k = view.columns.findIndex((each) => each.code === code)
  return Object.fromEntries(view.rows.map((row) => [row.label, `${row.cells[k]!.value ?? ''}${row.cells[k]!.mark ?? ''}`]))
}

function expectEveryColumnAdds(view: ChildrenTable): void {
  view.columns.forEach((indicator, k) => {
    if (!isAdditive(indicator)) return
    const [total, ...parts] = view.rows.map((row) => row.cells[k]!.value)
    const scale = 10 ** indicator.decimals
    const sum = parts.reduce<number>((all, value) => all + Math.round((value ?? 0) * scale), 0)
    expect(sum, indicator.code).toBe(Math.round((total ?? 0) * scale))
  })
}

describe('table of children', () => {
  it('adds: 合计 = children + 本级 + lines', () => {
    for (const unit of ['市', '东区', '西县', '甲街道']) expectEveryColumnAdds(table(unit, { reports: whole }))
    expect(column(table('市', { reports: whole }), 'FLOW')).toEqual({ 合计: '1146', 东区: '586', 西县: '600', 市本级: '', 自然减员: '-40' })
    expect(column(table('东区', { reports: whole }), 'FLOW')).toEqual({ 合计: '586', 甲街道: '600', 区本级: '', 重复核减: '-14' })
    expect(column(table('市', { reports: whole }), 'MONEY')).toMatchObject({ 合计: '93.5', 东区: '30.5', 西县: '61', 市本级: '2' })
  })

  it('adds a stock in the one month that its 合计 stands for', () => {
    const onlyEast = [...wholeMonth(january), report({ unit: '甲街道', month: february, cells: { STOCK: 31 } })]
    const view = table('市', { reports: onlyEast })
    expectEveryColumnAdds(view)
    expect(column(view, 'STOCK')).toMatchObject({ 合计: '31未报齐', 东区: '31', 西县: '未报' })
  })

  it('gives rates of each row, which do not add', () => {
    expect(column(table('市', { reports: whole }), 'RATE')).toMatchObject({ 合计: '4', 东区: '3', 西县: '5' })
  })

  it('leaves a child empty whose report does not count, and says 待审', () => {
    const reports = whole.map((each) => (each.unit === '东区' && each.month === february ? { ...each, state: 'submitted' as const } : each))
    const view = table('市', { reports, basis: 'approved' }, { from: february, to: february })
    expectEveryColumnAdds(view)
    expect(column(view, 'FLOW')).toMatchObject({ 合计: '280未报齐', 东区: '待审', 西县: '300' })
  })

  it('says what is missing', () => {
    const reports = whole.filter((each) => each.unit !== '二村')
    expect(column(table('甲街道', { reports }), 'FLOW')).toMatchObject({ 合计: '200未报齐', 一村: '200', 二村: '未报' })
  })

  it('has no rows of children at a village', () => {
    expect(table('一村', { reports: whole }).rows.map((row) => row.label)).toEqual(['合计', '本级'])
  })
})
