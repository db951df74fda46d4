import type { Indicator } from '#core/indicator/indicator.ts'
import type { Status } from '#core/pace/assess.ts'
import { monthNumber } from '#core/period/month.ts'
import type { RankingBar, RankingInput } from '#src/charts/ranking.option.ts'
import type { Tone } from '#src/charts/theme-colors.ts'
import { formatFigure, formatPercent } from '#src/ui/number-format.ts'
import { behindText, gapText } from './figure-text.ts'
import type { RankedChild, Ranking } from './ranking-view.ts'
import { STATUS_LABELS, STATUS_SIGNS } from './words.ts'

const TONES: Readonly<Record<Status, Tone>> = { ahead: 'ahead', met: 'ahead', near: 'near', behind: 'behind', missed: 'behind' }

export function toneOf(status: Status | null): Tone | null {
  return status === null ? null : TONES[status]
}

/** What the ranking goes by, as it is written in both the chart and the table. */
export function rankedFigure(child: RankedChild, ranking: Ranking, indicator: Indicator): string {
  if (ranking.by === 'completion') return child.completion === null ? '无完成率' : formatPercent(child.completion)
  return child.value === null ? '无数据' : `${formatFigure(child.value, indicator.decimals)} ${indicator.unit}`
}

/** ▼ 慢于 9月起; empty without a status. */
export function statusText({ status, behindSince }: RankedChild, withSince = true): string {
  if (status === null) return ''
  const since = withSince && behindSince !== null ? ` ${monthNumber(behindSince)}月起` : ''
  return `${STATUS_SIGNS[status]} ${STATUS_LABELS[status]}${since}`
}

/** The ranking as bars, in its own order. `isNarrow` leaves out what the tooltip and the table say too. */
export function rankingBars(ranking: Ranking, indicator: Indicator, isNarrow: boolean): RankingInput {
  const isByCompletion = ranking.by === 'completion'
  const bars = ranking.children.map((child): RankingBar => ({
    name: child.name,
    rank: child.rank,
    length: isByCompletion ? child.completion : child.value,
    figure: rankedFigure(child, ranking, indicator),
    tone: toneOf(child.status),
    status: statusText(child, !isNarrow),
    details: detailsOf(child, indicator),
  }))
  return { name: indicator.name, details: DETAILS, bars, pace: paceIn(ranking), reach: isByCompletion ? 1 : 0 }
}

/** All children of an indicator share its curve and the month. */
export function paceIn(ranking: Ranking): number | null {
  return ranking.by === 'completion' ? (ranking.children.find((child) => child.pace !== null)?.pace ?? null) : null
}

const DETAILS = ['本期', '年度目标', '完成率', '评价']

/** In the order of DETAILS. */
function detailsOf(child: RankedChild, indicator: Indicator): string[] {
  const say = (value: number) => `${formatFigure(value, indicator.decimals)} ${indicator.unit}`
  const said = [statusText(child, false), gapText(child.gap), behindText(child.behindSince)].filter((part) => part !== null && part !== '')
  return [
    child.value === null ? '无数据' : say(child.value),
    child.target === null ? '未下达' : say(child.target),
    formatPercent(child.completion),
    said.length === 0 ? '不作评价' : said.join('，'),
  ]
}

/** The picture in a sentence, for those who do not see it. */
export function rankingSummary(ranking: Ranking, indicator: Indicator): string {
  const ranked = ranking.children.filter((child) => child.rank !== null)
  const parts = [`${indicator.name}排名图，${ranking.children.length}个下级单位`]
  const [first, last] = [ranked[0], ranked[ranked.length - 1]]
  if (first !== undefined && last !== undefined) {
    parts.push(`首位${first.name} ${rankedFigure(first, ranking, indicator)}`)
    if (first !== last) parts.push(`末位${last.name} ${rankedFigure(last, ranking, indicator)}`)
  }
  const behind = ranking.children.filter(({ status }) => status === 'behind').length
  if (behind > 0) parts.push(`${behind}个慢于序时进度`)
  return `${parts.join('，')}。选择“表”可逐个查看和打开。`
}
