import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** How many units of each level below the one province. */
export interface ProvinceSize {
  readonly cities: number
  readonly counties: number
  readonly streets: number
  readonly villages: number
  readonly indicators: number
  readonly months: number
}

export const SMALL_PROVINCE: ProvinceSize = { cities: 3, counties: 9, streets: 40, villages: 300, indicators: 24, months: 12 }
export const FULL_PROVINCE: ProvinceSize = { cities: 14, counties: 130, streets: 2_000, villages: 30_000, indicators: 24, months: 12 }

export const YEAR = 2022
const MONTHS_IN_FORM = { month: 1, quarter: 3, year: 12 } as const

interface MadeUnit {
  readonly code: string
  readonly parent: string
  readonly level: number
  readonly kind: string
  readonly opened: string
  readonly closed: string
}

interface MadeIndicator {
  readonly code: string
  readonly decimals: number
  readonly kind: 'flow' | 'stock'
  readonly entryLevels: string
  readonly form: string
  readonly frequency: keyof typeof MONTHS_IN_FORM
}

/** A whole number that looks random and is the same for ever (an integer hash of the three). */
export function scatter(a: number, b: number, c: number): number {
  let h = (a * 0x9e3779b1) ^ (b * 0x85ebca6b) ^ (c * 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) >>> 0
}

/** Writes the five import files of a made-up province into a folder. @returns the number of lines in values.csv */
export function writeProvince(folder: string, size: ProvinceSize): number {
  mkdirSync(folder, { recursive: true })
  const units = makeUnits(size)
  const indicators = makeIndicators(size.indicators)
  writeFileSync(join(folder, 'units.csv'), unitsText(units))
  writeFileSync(join(folder, 'indicators.csv'), indicatorsText(indicators))
  writeFileSync(join(folder, 'forms.csv'), formsText(indicators))
  writeFileSync(join(folder, 'targets.csv'), targetsText(units, indicators))
  return writeValues(join(folder, 'values.csv'), units, indicators, size.months)
}

const ROOT = '430000000000'

function makeUnits(size: ProvinceSize): MadeUnit[] {
  const level = (count: number, number: number, kind: string, above: readonly MadeUnit[]): MadeUnit[] =>
    Array.from({ length: count }, (_, i) => ({
      code: `${number}${String(i).padStart(8, '0')}`,
      // Neighbours share a parent, as in real divisions.
      parent: above[Math.floor((i * above.length) / count)]!.code,
      level: number,
      kind,
      // Some of the lowest units open or close within the year.
      opened: number === 5 && i % 97 === 5 ? `${YEAR}-04` : '',
      closed: number === 5 && i % 89 === 7 ? `${YEAR}-10` : '',
    }))
  const root: MadeUnit = { code: ROOT, parent: '', level: 1, kind: '省', opened: '', closed: '' }
  const cities = level(size.cities, 2, '地级市', [root])
  const counties = level(size.counties, 3, '县', cities)
  const streets = level(size.streets, 4, '镇', counties)
  // Every seventh village hangs on a county itself: the tree is ragged.
  const villages = level(size.villages, 5, '村委会', streets).map((village, i) =>
    i % 7 === 3 ? { ...village, kind: '居委会', parent: counties[Math.floor((i * counties.length) / size.villages)]!.code } : village)
  return [root, ...cities, ...counties, ...streets, ...villages]
}

const ENTRY_LEVELS = ['village', 'village|street', '', 'village:村委会|street', 'district|city', 'village']

function makeIndicators(count: number): MadeIndicator[] {
  return Array.from({ length: count }, (_, i) => {
    const frequency = i % 12 === 10 ? 'quarter' : i % 12 === 11 ? 'year' : 'month'
    return {
      code: `X${String(i + 1).padStart(2, '0')}`,
      decimals: i % 5 === 4 ? 2 : 0,
      kind: i % 8 === 5 ? 'stock' : 'flow',
      entryLevels: ENTRY_LEVELS[i % ENTRY_LEVELS.length]!,
      form: frequency,
      frequency,
    } as const
  })
}

/** Names with commas, quotation marks and line breaks, to see that lines are counted right. */
function nameOf(unit: MadeUnit, i: number): string {
  if (i % 50 === 11) return `"单位,${i}"`
  if (i % 50 === 12) return `"单位""${i}"""`
  if (i % 50 === 13) return `"单位\n${i}"`
  return `${unit.level === 5 ? '新村' : '单位'}${i}${unit.level === 5 ? unit.kind : ''}`
}

function unitsText(units: readonly MadeUnit[]): string {
  // Columns in another order, a BOM and CRLF: all of them are allowed.
  const lines = units.map((unit, i) => [unit.parent, unit.code, nameOf(unit, i), unit.level, unit.kind, unit.opened, unit.closed].join())
  return `\uFEFF${['parentCode,code,name,level,kind,opened,closed', ...lines].join('\r\n')}\r\n`
}

function indicatorsText(indicators: readonly MadeIndicator[]): string {
  const lines = indicators.map(({ code, decimals, kind, entryLevels }) => `${code},指标${code},人,${decimals},${kind},atLeast,${entryLevels},,`)
  lines.push('R01,比率,%,2,rate,none,,X01,X02')
  return ['code,name,unit,decimals,kind,sense,entryLevels,numerator,denominator', ...lines].join('\n')
}

function formsText(indicators: readonly MadeIndicator[]): string {
  const fillers = `village|street|district|city|province|=${ROOT}`
  const lines = indicators.map(({ code, form, frequency }) => `${form},${code},${frequency},${fillers},人社局`)
  return ['form,indicator,frequency,fillers,department', ...lines].join('\n')
}

function targetsText(units: readonly MadeUnit[], indicators: readonly MadeIndicator[]): string {
  const lines = units.filter((unit) => unit.level <= 3).flatMap((unit) =>
    indicators.filter(({ kind }) => kind === 'flow').map(({ code }, i) => `${unit.code},${code},${YEAR},city,${1000 * (i + 1)},official`))
  return ['unit,indicator,year,scheme,value,status', ...lines].join('\n')
}

const BUFFERED = 4 << 20

function writeValues(path: string, units: readonly MadeUnit[], indicators: readonly MadeIndicator[], months: number): number {
  const file = openSync(path, 'w')
  let text = 'unit,indicator,month,value\n'
  let lines = 1
  for (const [u, unit] of units.entries()) {
    for (let month = 1; month <= months; month++) {
      const monthText = `${YEAR}-${String(month).padStart(2, '0')}`
      if (monthText < unit.opened || (unit.closed !== '' && monthText >= unit.closed)) continue
      for (const [i, indicator] of indicators.entries()) {
        if (month % MONTHS_IN_FORM[indicator.frequency] !== 0) continue
        const chance = scatter(u, month, i)
        if (chance % 31 === 0) continue
        text += `${unit.code},${indicator.code},${monthText},${valueText(chance, unit.level, indicator.decimals)}\n`
        lines++
      }
    }
    if (text.length > BUFFERED) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
  return lines
}

/** Villages have small figures; what upper units add or take off is larger and often negative. */
function valueText(chance: number, level: number, decimals: number): string {
  const whole = level === 5 ? (chance >>> 5) % 40 : ((chance >>> 5) % 2000) - 1000
  return decimals === 0 ? String(whole) : `${whole}.${String((chance >>> 16) % 100).padStart(2, '0')}`
}
