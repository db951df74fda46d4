import type { Browser } from 'playwright-core'
import type { RunningServer } from '../../tests/browser/running-server.ts'
import { median } from '../median.ts'
import { learnWalk, openCity, timeWalk, WALK, type Shown, type StepTimes } from './walk.ts'

const RATES = [1, 4]

/** Click to painted numbers, and to drawn charts: every round is a new page at each CPU rate, in turn. */
export async function reportPage(browser: Browser, city: RunningServer, rounds: number): Promise<void> {
  const teacher = await openCity(browser, city, 1)
  const shown = await learnWalk(teacher)
  await teacher.context().close()
  const all = new Map<number, StepTimes[][]>(RATES.map((rate) => [rate, []]))
  for (let round = 0; round < rounds; round++) {
    for (const rate of round % 2 === 0 ? RATES : RATES.toReversed()) {
      const page = await openCity(browser, city, rate)
      all.get(rate)!.push(await timeWalk(browser, page, shown))
      await page.context().close()
    }
  }
  printSummary(all)
  for (const rate of RATES) printSteps(rate, shown, all.get(rate)!)
}

function printSummary(all: ReadonlyMap<number, readonly (readonly StepTimes[])[]>): void {
  console.log('| CPU | work until numbers are painted, median / worst ms | first click | on the wall\'s clock | × the same page set as HTML | work until charts are drawn | on the wall\'s clock | longest block |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const [rate, rounds] of all) {
    const steps = rounds.flat()
    const both = (pick: (step: StepTimes) => number) => {
      const ms = steps.map(pick)
      return `${median(ms).toFixed(1)} / ${Math.max(...ms).toFixed(1)}`
    }
    const first = median(rounds.map(([step]) => step!.work))
    const ratio = median(steps.map(({ work, floor }) => work / floor))
    console.log(`| ${rate} × | ${both(({ work }) => work)} | ${first.toFixed(1)} | ${both(({ wall }) => wall)} | ${ratio.toFixed(2)} | ${both(({ charts }) => charts)} | ${both(({ chartsWall }) => chartsWall)} | ${both(({ block }) => block)} |`)
  }
  console.log()
}

function printSteps(rate: number, shown: readonly Shown[], rounds: readonly (readonly StepTimes[])[]): void {
  console.log(`Steps at ${rate} ×, ms, one figure a round:\n\n| to | work until numbers | on the wall's clock | page set as HTML | work until charts | longest block |\n| --- | --- | --- | --- | --- | --- |`)
  WALK.forEach((step, k) => {
    const raw = (pick: (times: StepTimes) => number) => rounds.map((times) => pick(times[k]!).toFixed(1)).join(' ')
    const how = typeof step === 'string' ? 'up to ' : ''
    console.log(`| ${how}${shown[k]!.unit} | ${raw((t) => t.work)} | ${raw((t) => t.wall)} | ${raw((t) => t.floor)} | ${raw((t) => t.charts)} | ${raw((t) => t.block)} |`)
  })
  console.log()
}
