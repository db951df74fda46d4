import { apportion } from './apportion.ts'
import { DEMO_YEARS, monthsInYear, type DemoYear } from './calendar.ts'
import { FLOW_PLANS, type FlowPlan } from './city-plan.ts'
import { hashText, vary } from './seeded.ts'

/** The city's figure of each flow and month, from the first on; the months of a year add up to the planned total. */
export function planMonthTotals(): ReadonlyMap<string, readonly number[]> {
  const totals = new Map<string, readonly number[]>()
  for (const plan of FLOW_PLANS) {
    totals.set(plan.code, DEMO_YEARS.flatMap((year) => monthsOfPlan(plan, year, totals)))
  }
  return totals
}

function monthsOfPlan(plan: FlowPlan, year: DemoYear, earlier: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const { months } = plan
  if ('exact' in months) {
    const exact = months.exact[year]
    if (exact !== undefined) return exact
    return splitYear(plan, year, months.otherwise, 0.08)
  }
  if ('weights' in months) return splitYear(plan, year, months.weights, 0.08)
  const start = (year - DEMO_YEARS[0]) * 12
  const like = earlier.get(months.like)?.slice(start, start + monthsInYear(year))
  if (like === undefined) throw new RangeError(`${plan.code} is planned before ${months.like}`)
  return splitYear(plan, year, like, 0.06)
}

function splitYear({ code, totals, step = 1 }: FlowPlan, year: DemoYear, weights: readonly number[], amount: number): number[] {
  const noisy = weights.slice(0, monthsInYear(year)).map((weight, m) => weight * vary(amount, hashText(code), year, m))
  return apportion(totals[year], noisy, step)
}
