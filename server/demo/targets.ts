import type { IndicatorCode } from '#core/indicator/indicator.ts'
import type { Target, TargetScheme } from '#core/indicator/target.ts'
import { apportion } from './apportion.ts'
import { DEMO_YEARS, type DemoYear } from './calendar.ts'
import type { Division, Divisions } from './divisions.ts'
import { SPREADS } from './spreads.ts'
import { weigh, type Weights } from './weights.ts'

/** What the city was asked for, and how it asked its districts and they their streets. */

interface CityTarget {
  readonly code: string
  readonly values: Readonly<Record<DemoYear, number>>
  /** The indicator whose weights split it, and to multiples of what; null: the same value for everybody below. */
  readonly split: { readonly by: string; readonly step: number } | null
  /** Split further, to streets, in multiples of this. */
  readonly streetStep?: number
}

const CITY_TARGETS: readonly CityTarget[] = [
  { code: 'E01', values: { 2021: 55_000, 2022: 52_000, 2023: 53_000 }, split: { by: 'E01', step: 10 }, streetStep: 5 },
  { code: 'E02', values: { 2021: 12_000, 2022: 11_000, 2023: 11_500 }, split: { by: 'E01', step: 10 }, streetStep: 1 },
  { code: 'E03', values: { 2021: 5_200, 2022: 5_000, 2023: 5_200 }, split: { by: 'E01', step: 10 }, streetStep: 1 },
  { code: 'E04', values: { 2021: 13_000, 2022: 21_000, 2023: 22_000 }, split: { by: 'E04', step: 10 }, streetStep: 5 },
  { code: 'E05', values: { 2021: 0, 2022: 0, 2023: 0 }, split: null, streetStep: 1 },
  { code: 'R01', values: { 2021: 400, 2022: 400, 2023: 400 }, split: null },
  { code: 'S01', values: { 2021: 300_000, 2022: 320_000, 2023: 340_000 }, split: { by: 'S01', step: 100 }, streetStep: 10 },
  // Two fairs a year are no target to judge a street by: it stops at the districts.
  { code: 'S04', values: { 2021: 340, 2022: 360, 2023: 380 }, split: { by: 'S04', step: 1 } },
  { code: 'T01', values: { 2021: 190, 2022: 200, 2023: 210 }, split: { by: 'T01', step: 1 } },
  { code: 'T02', values: { 2021: 4_600, 2022: 4_800, 2023: 5_000 }, split: { by: 'T01', step: 10 } },
  { code: 'T04', values: { 2021: 110_000, 2022: 95_000, 2023: 96_000 }, split: { by: 'T04', step: 100 } },
  { code: 'L01', values: { 2021: 700_000, 2022: 750_000, 2023: 820_000 }, split: { by: 'L01', step: 5_000 } },
]

/** The province asks the city separately, and later in the year. */
const PROVINCE_TARGETS: Readonly<Record<string, Readonly<Record<DemoYear, number>>>> = {
  E01: { 2021: 52_000, 2022: 50_000, 2023: 51_000 },
  E04: { 2021: 12_500, 2022: 20_000, 2023: 21_000 },
}
const PROVINCE_EFFECTIVE_MONTH = 4

/** 加码: this district asks its streets for 8 % more than it is asked for itself. */
const RAISING_DISTRICT = '430281000000'
const RAISE_PERCENT = 108

/** 2023 runs on provisional targets until the document of March. */
const OFFICIAL_FROM: Readonly<Record<DemoYear, number>> = { 2021: 1, 2022: 1, 2023: 3 }

/** The revised target: from May the city takes 800 training places over from this district. */
const REVISED = { year: 2023, unit: '430204000000', code: 'T04', less: 800, effectiveMonth: 5, document: '株就业办发〔2023〕9号（演示）' } as const

/** Targets of all years and schemes. Children's targets add up to their parent's, less what it keeps for itself. */
export function setTargets(divisions: Divisions): Target[] {
  return DEMO_YEARS.flatMap((year) => [...CITY_TARGETS.flatMap((target) => splitTarget(divisions, target, year)), ...provinceTargets(divisions, year)])
}

function splitTarget(divisions: Divisions, target: CityTarget, year: DemoYear): Target[] {
  const root = divisions.all[0]!
  const rows: Target[] = []
  const push = (division: Division, value: number) => rows.push(...versionsOf(divisions, division, target.code, year, value))
  push(root, target.values[year])
  const asked = splitBelow(divisions, root, target, target.values[year], target.split?.step ?? 1)
  for (const [district, value] of asked) {
    push(district, value)
    if (target.streetStep === undefined) continue
    const raised = district.unit.code === RAISING_DISTRICT ? Math.round((value * RAISE_PERCENT) / 100) : value
    for (const [street, part] of splitBelow(divisions, district, target, raised, target.streetStep)) push(street, part)
  }
  return rows
}

/** The children that are asked for something, each with its part. */
function splitBelow(divisions: Divisions, parent: Division, target: CityTarget, value: number, step: number): [Division, number][] {
  const children = parent.children.map((child) => divisions.all[child]!)
  if (target.split === null) return children.map((child) => [child, value])
  const { by } = target.split
  const weights = expected(divisions, by)
  const kept = Math.round((value * keptPart(target, parent)) / step) * step
  const parts = apportion(value - kept, children.map(({ number }) => weights.subtree[number]!), step)
  return children.flatMap((child, k): [Division, number][] => (parts[k]! > 0 ? [[child, parts[k]!]] : []))
}

const EXPECTED = new WeakMap<Divisions, Map<string, Weights>>()

/** What can be expected of each unit; the same for all years, so worked out once. */
function expected(divisions: Divisions, code: string): Weights {
  const known = EXPECTED.get(divisions) ?? new Map<string, Weights>()
  EXPECTED.set(divisions, known)
  const weights = known.get(code) ?? weigh(divisions, code, SPREADS[code]!, null)
  known.set(code, weights)
  return weights
}

/** 市本级 and 区本级: the part that a unit which enters figures itself does not hand on. */
function keptPart({ code, split }: CityTarget, parent: Division): number {
  // E02 and E03 are split like E01, but the city enters none of them.
  if (split === null || code === 'E02' || code === 'E03') return 0
  const { own } = SPREADS[split.by]!
  return parent.unit.level === 1 ? own.city : own.district
}

function versionsOf(divisions: Divisions, division: Division, code: string, year: DemoYear, value: number): Target[] {
  const common = { unit: division.unit.code, indicator: code as IndicatorCode, year, scheme: 'city' as TargetScheme }
  const effectiveMonth = OFFICIAL_FROM[year]
  const official: Target = { ...common, value, status: 'official', document: documentOf(divisions, division, year), effectiveMonth }
  const versions: Target[] = effectiveMonth === 1 ? [official] : [{ ...official, status: 'provisional', document: null, effectiveMonth: 1 }, official]
  const isRevised = REVISED.year === year && REVISED.unit === division.unit.code && REVISED.code === code
  if (isRevised) versions.push({ ...official, value: value - REVISED.less, document: REVISED.document, effectiveMonth: REVISED.effectiveMonth })
  return versions
}

function documentOf(divisions: Divisions, division: Division, year: DemoYear): string {
  if (division.unit.level < 3) return `株就业办发〔${year}〕3号（演示）`
  const district = divisions.all[division.parent]!
  return `${district.unit.shortName.slice(0, 1)}就业办发〔${year}〕5号（演示）`
}

function provinceTargets(divisions: Divisions, year: DemoYear): Target[] {
  return Object.entries(PROVINCE_TARGETS).map(([code, values]) => ({
    unit: divisions.all[0]!.unit.code,
    indicator: code as IndicatorCode,
    year,
    scheme: 'province',
    value: values[year],
    status: 'official',
    document: `湘就业办发〔${year}〕1号（演示）`,
    effectiveMonth: PROVINCE_EFFECTIVE_MONTH,
  }))
}
