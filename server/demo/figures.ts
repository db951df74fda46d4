import { entersIndicator } from '#core/indicator/form.ts'
import { monthNumber, type Month } from '#core/period/month.ts'
import { apportion, scatter } from './apportion.ts'
import { demoYearOf, DEMO_MONTHS, isLastOfQuarter, monthPlace } from './calendar.ts'
import { DEMO_FORMS, DEMO_INDICATORS } from './catalogue.ts'
import { FLOW_PLANS, REGISTERED_UNEMPLOYED, SURVEYED_RATE, URBAN_LABOUR, YEAR_FIGURES } from './city-plan.ts'
import type { Division, Divisions } from './divisions.ts'
import { NOT_OBTAINED } from './incidents.ts'
import { writeLines, type LineBook } from './lines.ts'
import { planMonthTotals } from './month-totals.ts'
import { fraction, hashText, vary } from './seeded.ts'
import { PARTS, SPREADS, type PartOf } from './spreads.ts'
import { weigh, type Spread, type Weights } from './weights.ts'

/** Base figures of every unit and month, before adjustment lines. */
export class FigureBook {
  readonly #columns = new Map<string, Int32Array>()
  readonly #units: number

  constructor(divisions: Divisions) {
    this.#units = divisions.all.length
  }

  at(indicator: string, division: number, month: Month): number {
    return this.#column(indicator)[this.#placeOf(division, month)]!
  }

  set(indicator: string, division: number, month: Month, value: number): void {
    this.#column(indicator)[this.#placeOf(division, month)] = value
  }

  #placeOf(division: number, month: Month): number {
    return monthPlace(month) * this.#units + division
  }

  #column(indicator: string): Int32Array {
    let column = this.#columns.get(indicator)
    if (column === undefined) this.#columns.set(indicator, (column = new Int32Array(this.#units * DEMO_MONTHS.length)))
    return column
  }
}

export interface DemoFigures {
  readonly book: FigureBook
  readonly lines: LineBook
}

/** Works everything out: the city's months are spread over the tree so that base figures and lines add up to them. */
export function workOutFigures(divisions: Divisions): DemoFigures {
  const totals = planMonthTotals()
  const lines = writeLines(divisions, totals.get('E01')!)
  const book = new FigureBook(divisions)
  for (const { code, step = 1 } of FLOW_PLANS) {
    const enterers = unitsThatEnter(divisions, code)
    for (const month of DEMO_MONTHS) {
      const total = (totals.get(code)![monthPlace(month)]! - lines.sumOf(code, month)) / step
      const part = PARTS[code]
      const give = (division: number, value: number) => book.set(code, division, month, value * step)
      if (part !== undefined) spreadPart({ divisions, book, code, part, month, enterers }, total, give)
      else {
        const weights = weigh(divisions, code, spreadOf(code, book, month), month)
        for (const { unit, indicator, month: when } of NOT_OBTAINED) {
          if (indicator === code && when === month) leaveOut(weights, divisions.byCode(unit))
        }
        spreadDown(divisions, weights, code, month, total, give)
      }
    }
  }
  fillStocks(divisions, book)
  fillYearForm(divisions, book)
  return { book, lines }
}

function unitsThatEnter(divisions: Divisions, code: string): readonly Division[] {
  const indicator = DEMO_INDICATORS.find((candidate) => candidate.code === code)!
  const form = DEMO_FORMS.find((candidate) => candidate.indicators.includes(indicator.code))!
  return divisions.all.filter(({ unit }) => entersIndicator(form, indicator, unit))
}

/** Pushes go with the records found in the same village and month. */
function spreadOf(code: string, book: FigureBook, month: Month): Spread {
  const spread = SPREADS[code]!
  if (code !== 'S03') return spread
  return {
    ...spread,
    villages: ({ number, seed }) => (book.at('S02', number, month) + 0.3) * vary(0.25, seed, hashText(code), month),
  }
}

/** A village whose figure is 未取得 gets nothing; the others get its part, so that the city's total holds. */
function leaveOut(weights: Weights, village: Division): void {
  weights.own[village.number] = 0
  weights.subtree[village.number] = 0
}

type Give = (division: number, value: number) => void

/** From the root down: at each unit its total goes to itself and its children by weight. */
function spreadDown(divisions: Divisions, weights: Weights, code: string, month: Month, total: number, give: Give): void {
  const assigned = new Int32Array(divisions.all.length)
  assigned[0] = total
  const salt = hashText(code)
  for (const division of divisions.all) {
    const sum = assigned[division.number]!
    if (sum === 0) continue
    const own = weights.own[division.number]!
    // A street that enters all itself leaves nothing to those below it.
    const below = SPREADS[code]!.own.street === 1 && division.unit.level === 3 ? [] : division.children
    const parts = scatter(sum, [own, ...below.map((child) => weights.subtree[child]!)], fraction(division.seed, salt, month, 3))
    give(division.number, parts[0]!)
    below.forEach((child, k) => (assigned[child] = parts[k + 1]!))
  }
}

interface PartScene {
  readonly divisions: Divisions
  readonly book: FigureBook
  readonly code: string
  readonly part: PartOf
  readonly month: Month
  readonly enterers: readonly Division[]
}

/** A figure that only exists where another one does: no unit gets more than its part allows. */
function spreadPart({ divisions, book, code, part, month, enterers }: PartScene, total: number, give: Give): void {
  const salt = hashText(code)
  const weights = enterers.map(({ number, seed, unit, parent }) => {
    const place = unit.level === 4 ? divisions.all[parent]!.seed : seed
    const habit = (part.byLevel?.[unit.level] ?? 1) * vary(part.local ?? 0, place, salt)
    return book.at(part.of, number, month) * habit * vary(part.noise, seed, salt, month)
  })
  const parts = scatter(total, weights, fraction(salt, month, 4))
  enterers.forEach(({ number }, k) => give(number, parts[k]!))
}

function fillStocks(divisions: Divisions, book: FigureBook): void {
  const root = divisions.all[0]!
  for (const month of DEMO_MONTHS) {
    const place = monthPlace(month)
    spreadDown(divisions, weigh(divisions, 'E06', SPREADS.E06!, month), 'E06', month, REGISTERED_UNEMPLOYED[place]!, (division, value) =>
      book.set('E06', division, month, value))
    book.set('R04', root.number, month, SURVEYED_RATE[place]!)
    if (isLastOfQuarter(month)) {
      const weights = weigh(divisions, 'E07', SPREADS.E07!, month)
      const parts = apportion(URBAN_LABOUR[(place - 2) / 3]!, root.children.map((child) => weights.subtree[child]!))
      root.children.forEach((child, k) => book.set('E07', child, month, parts[k]!))
    }
  }
  for (const village of divisions.all) if (village.unit.level === 4) fillJoblessHouseholds(village, book)
}

/** 零就业家庭 turn up one at a time and are gone within a quarter; none is carried into a new year. */
function fillJoblessHouseholds({ number, seed }: Division, book: FigureBook): void {
  for (const month of DEMO_MONTHS) {
    const salt = demoYearOf(month) * 10
    if (fraction(seed, salt, 5) >= 0.022) continue
    const start = 1 + Math.floor(fraction(seed, salt, 6) * 10)
    const length = 1 + Math.floor(fraction(seed, salt, 7) * 3)
    const isThere = monthNumber(month) >= start && monthNumber(month) < Math.min(start + length, 12)
    if (isThere) book.set('E05', number, month, fraction(seed, salt, 8) < 0.1 ? 2 : 1)
  }
}

function fillYearForm(divisions: Divisions, book: FigureBook): void {
  for (const [code, years] of Object.entries(YEAR_FIGURES)) {
    for (const { number } of unitsThatEnter(divisions, code)) {
      for (const month of DEMO_MONTHS) {
        if (monthNumber(month) === 12) book.set(code, number, month, years[demoYearOf(month)] ?? 0)
      }
    }
  }
}
