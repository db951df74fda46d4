import { formatMonth, parseMonth, type Month } from '#core/period/month.ts'
import { nearestMonth, unfrozenMonths, type Selection, type SelectionContext, type SelectionProblem } from './selection.ts'

/** A way out of a selection that names nothing: what to write into the URL instead. */
export interface ProblemChoice {
  readonly label: string
  readonly change: Partial<Selection>
}

export interface ProblemView {
  readonly title: string
  readonly sentence: string
  readonly choices: readonly ProblemChoice[]
}

export interface ProblemSources {
  readonly selection: Selection | null
  readonly context: SelectionContext | null
  readonly indicatorNames: ReadonlyMap<string, string>
}

/** Says in a sentence what is wrong with the URL, and offers the nearest valid choices. */
export function describeProblem(problem: SelectionProblem, sources: ProblemSources): ProblemView {
  const { selection, context } = sources
  const months = context?.months.map((m) => m.month) ?? []
  switch (problem.part) {
    case 'unit':
      return { title: '没有这个单位', sentence: `单位代码“${problem.given}”不存在。请按名称搜索，或从下列单位进入。`, choices: [] }
    case 'indicator':
      return {
        title: '没有这个指标',
        sentence: `指标“${problem.given}”不在目录中。`,
        choices: nearestIndicators(problem.given, sources),
      }
    case 'month':
      return {
        title: '没有这个月份的数据',
        sentence: `“${problem.given}”没有数据。现有${formatSpan(months)}。`,
        choices: monthChoices(problem.given, months),
      }
    case 'range':
      return { title: '时间范围不正确', sentence: `“${problem.given}”：起月不能晚于止月，一次最多60个月。`, choices: monthChoices('', months) }
    case 'basis': {
      if (problem.given !== 'edition') return { title: '没有这种数据状态', sentence: `“${problem.given}”不是数据状态。`, choices: basisChoices() }
      const open = selection !== null && context !== null ? unfrozenMonths(selection, context).map(formatMonth).join('、') : ''
      return { title: '所选月份尚未定案', sentence: `${open}尚未定案，请改看实时汇总或审定数，或选已定案的月份。`, choices: basisChoices(context?.newestEdition ?? null) }
    }
    case 'scheme':
      return { title: '没有这套目标', sentence: `“${problem.given}”不是目标口径。`, choices: [{ label: '市定目标', change: { scheme: 'city' } }] }
  }
}

function formatSpan(months: readonly Month[]): string {
  return months.length === 0 ? '尚无数据' : `${formatMonth(months[0]!)} 至 ${formatMonth(months.at(-1)!)} 的数据`
}

function monthChoices(given: string, months: readonly Month[]): ProblemChoice[] {
  const wanted = parseMonth(given) ?? parseMonth(`${given.slice(0, 4)}-12`)
  const nearest = wanted === null ? months.at(-1) : nearestMonth(wanted, months)
  const picks = new Set([nearest, months.at(-1)].filter((month) => month !== null && month !== undefined))
  return [...picks].map((month) => ({ label: `${formatMonth(month)}（当月）`, change: { from: month, to: month } }))
}

function basisChoices(newestEdition: Month | null = null): ProblemChoice[] {
  const choices: ProblemChoice[] = [
    { label: '实时汇总（含未审核）', change: { basis: 'live' } },
    { label: '审定数', change: { basis: 'approved' } },
  ]
  if (newestEdition !== null) {
    const january = (newestEdition - (newestEdition % 12)) as Month
    choices.push({ label: `定案数，截至 ${formatMonth(newestEdition)}`, change: { from: january, to: newestEdition, basis: 'edition' } })
  }
  return choices
}

/** Indicators that share the first letter come first, then the head of the catalogue. */
function nearestIndicators(given: string, { context, indicatorNames }: ProblemSources): ProblemChoice[] {
  const all = context?.indicators ?? []
  const alike = all.filter((each) => each.code[0]?.toUpperCase() === given[0]?.toUpperCase())
  return [...new Set([...alike, ...all])].slice(0, 6).map(({ code }) => ({
    label: `${indicatorNames.get(code) ?? code}（${code}）`,
    change: { indicator: code },
  }))
}

