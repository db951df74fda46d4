import { checkRules, type CheckedFigure, type CheckedUnit, type Query } from '#core/check/check.ts'
import { checkFigures } from '#core/check/check-figures.ts'
import { groupBy } from '#core/collection/group-by.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import { fromUnits, toUnits } from '#core/number/decimal.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { formatFigure } from '#src/ui/number-format.ts'
import { figureOf, type DraftRow } from './sheet-draft.ts'

/** What looks wrong in the sheet as it is typed. Siblings are checked together: the unit above them stands alone. */
export function queriesIn(lines: Iterable<DraftRow>, indicators: readonly Indicator[]): Query[] {
  const rules = checkRules(indicators)
  const families = groupBy(lines, ({ server }) => server.parent ?? '')
  return [...families.values()].flatMap((family) => checkFigures(family.map((line) => checkedUnit(line, indicators)), rules))
}

function checkedUnit(line: DraftRow, indicators: readonly Indicator[]): CheckedUnit {
  const figures = new Map<IndicatorCode, CheckedFigure>()
  indicators.forEach((indicator, column) => {
    if ((line.server.cells[column] ?? null) === null) return
    const { code, decimals, kind } = indicator
    const small = (value: number | null) => (value === null ? null : fromUnits(value, decimals))
    const base = figureOf(line, column, indicator)
    const lines = line.server.lines.reduce<number | null>((sum, each) => (each.indicator === code ? (sum ?? 0) + fromUnits(each.value, decimals) : sum), null)
    const before = small(line.server.grossBefore[column] ?? null)
    figures.set(code, {
      own: base === null && lines === null ? null : (base ?? 0) + (lines ?? 0),
      grossYear: base === null && before === null ? null : (base ?? 0) + (before ?? 0),
      history: (line.server.history[column] ?? []).map(small),
      isFlow: kind === 'flow',
    })
  })
  return { unit: line.server.unit as UnitCode, figures }
}

/** The question in words. */
export function queryText({ kind, indicator, other, against }: Query, indicators: readonly Indicator[]): string {
  const named = (code: IndicatorCode | null) => indicators.find((each) => each.code === code)
  const decimals = named(indicator)?.decimals ?? 0
  const compared = against === null ? '' : formatFigure(toUnits(against, decimals), decimals)
  switch (kind) {
    case 'copied': return '各项与上月完全相同，请核对是不是还没有更新。'
    case 'same-digits': return '各位数字相同，请核对。'
    case 'jump': return `是以往最大数（${compared}）的10倍以上，请核对是不是多写了一位。`
    case 'cumulative': return `不小于本年以前各月之和（${compared}），请核对是不是填成了累计数。`
    case 'outlier': return `与往常（约${compared}）相差很大，请核对。`
    case 'subset': return `本年累计超过了“${named(other)?.name ?? ''}”（${compared}），请核对。`
  }
}
