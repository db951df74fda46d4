import { monthNumber, type Month } from '#core/period/month.ts'
import { demoYearOf, monthPlace } from './calendar.ts'
import { askedShare, doneShare, type Field } from './district-shares.ts'
import { isVirtual, type Division, type Divisions } from './divisions.ts'
import { fraction, hashText, vary, wave } from './seeded.ts'

/** How an indicator is spread over the tree. */
export interface Spread {
  readonly field: Field
  /** Part of its total that a unit of the level enters itself, the rest comes from below; 1: all, nobody below enters. */
  readonly own: { readonly city: number; readonly district: number; readonly street: number }
  /** Weights of villages instead of the field's own: an indicator that goes with another. */
  readonly villages?: (village: Division) => number
  /** Of stocks: no chance from month to month, only slow waves. */
  readonly steady?: boolean
}

/** By division number: the weight of its own figure, and of all of its subtree as its parent sees it. */
export interface Weights {
  readonly own: Float64Array
  readonly subtree: Float64Array
}

/** Streets that are clearly behind in the year's new jobs, and what they get done of the ordinary. */
const SLOW_STREETS: Readonly<Record<string, number>> = {
  '430204003000': 0.66, // 清水塘街道
  '430202100000': 0.7, // 仙庾镇
  '430224203000': 0.62, // 舲舫乡
  '430225207000': 0.6, // 船形乡
  '430281109000': 0.72, // 船湾镇
  '430223119000': 0.68, // 鸾山镇
  '430212109000': 0.74, // 龙潭镇
}

/** Leaving for work has stalled here since March 2023. */
const STALLED: Readonly<Record<string, number>> = { '430224000000': 0.45, '430225000000': 0.38 }

/** How busy a place is by its kind: a street of the town counts for more than a hill township. */
const KIND_FACTORS: Readonly<Record<string, number>> = { 街道: 1.25, 镇: 1, 乡: 0.6, 民族乡: 0.6, 类乡级单位: 1 }

/** Weights of an indicator in a month; `month` null: what can be expected of each, for splitting targets. */
export function weigh(divisions: Divisions, indicator: string, spread: Spread, month: Month | null): Weights {
  const weights = { own: new Float64Array(divisions.all.length), subtree: new Float64Array(divisions.all.length) }
  const scene: Scene = { spread, month, salt: hashText(indicator), fieldSalt: hashText(spread.field), weights }
  // Parents stand before their children.
  for (let i = divisions.all.length - 1; i >= 0; i--) {
    const division = divisions.all[i]!
    if (!isVirtual(division)) weighOne(scene, division)
  }
  return weights
}

interface Scene {
  readonly spread: Spread
  readonly month: Month | null
  readonly salt: number
  readonly fieldSalt: number
  readonly weights: Weights
}

function weighOne(scene: Scene, division: Division): void {
  const { own, subtree } = scene.weights
  const below = division.children.reduce((sum, child) => sum + subtree[child]!, 0)
  const i = division.number
  switch (division.unit.level) {
    case 4:
      own[i] = villageWeight(scene, division)
      subtree[i] = own[i]
      return
    case 3:
      own[i] = ownPart(scene.spread.own.street, below, streetAlone(scene.spread.field, division)) * noise(scene, division, 0.3)
      subtree[i] = (own[i] + (scene.spread.own.street === 1 ? 0 : below)) * streetFactor(scene, division)
      return
    case 2:
      own[i] = ownPart(scene.spread.own.district, below, 1) * noise(scene, division, 0.2)
      subtree[i] = own[i] + below > 0 ? districtShare(scene, division) : 0
      return
    default:
      own[i] = ownPart(scene.spread.own.city, below, 0) * noise(scene, division, 0.15)
      subtree[i] = own[i] + below
  }
}

/** Weight of a unit's own figure, so that it comes to `part` of the whole; `alone` where nobody below enters. */
function ownPart(part: number, below: number, alone: number): number {
  if (part === 0) return 0
  if (part === 1) return below > 0 ? below : alone
  return below > 0 ? (below * part) / (1 - part) : alone
}

function noise({ spread, month, salt }: Scene, { seed }: Division, amount: number): number {
  return month === null || spread.steady === true ? 1 : vary(amount, seed, salt, month)
}

/** Small and large places: most are small. Around 0.9. */
function size(seed: number): number {
  const chance = fraction(seed, 1)
  return 0.3 + 1.8 * chance * chance
}

function villageWeight(scene: Scene, village: Division): number {
  const { spread, month, salt, fieldSalt } = scene
  if (spread.villages !== undefined) return spread.villages(village)
  const expected = expectedOfVillage(spread.field, village)
  if (month === null || spread.steady === true || expected === 0) return expected
  const { seed } = village
  const isCommunity = village.unit.kind === '居委会'
  const idle = spread.field === 'service' ? 0.04 : isCommunity ? 0.1 : 0.36
  if (fraction(seed, salt, month, 2) < idle) return 0
  const lively = vary(0.2, seed, fieldSalt, demoYearOf(month)) * vary(spread.field === 'service' ? 0.4 : 0.7, seed, salt, month)
  // Idle months are made up for in the others, or targets would be set too high for those who have many.
  return (expected * lively) / (1 - idle)
}

function expectedOfVillage(field: Field, village: Division): number {
  const isCommunity = village.unit.kind === '居委会'
  switch (field) {
    case 'jobs':
      return size(village.seed) * (isCommunity ? 3 : 0.75)
    case 'service':
    case 'labour':
      return size(village.seed) * (isCommunity ? 1.6 : 0.9)
    case 'rural':
      return isCommunity ? 0 : size(village.seed)
    case 'fairs':
    case 'training':
    case 'loans':
    case 'market':
      return 0
  }
}

/** A street without villages that enter: parks are large employers, farms and scenic areas are not. */
function streetAlone(field: Field, street: Division): number {
  if (field === 'fairs') return size(street.seed) * (street.unit.kind === '街道' ? 2 : 1)
  if (field === 'rural') return 0
  const isPark = /工业园|经济园|开发区/.test(street.unit.name)
  return isPark ? 14 * size(street.seed) + 6 : 3
}

function streetFactor(scene: Scene, street: Division): number {
  const { spread, month, fieldSalt } = scene
  const { code, kind } = street.unit
  const busy = (KIND_FACTORS[kind] ?? 1) * vary(0.2, street.seed, fieldSalt)
  if (spread.villages !== undefined) return 1
  if (month === null) return busy
  if (spread.steady === true) return busy * (1 + 0.05 * wave(monthPlace(month), 5, street.seed, fieldSalt))
  const slow = spread.field === 'jobs' && demoYearOf(month) > 2021 ? (SLOW_STREETS[code] ?? 1) : 1
  return busy * slow * vary(0.17, street.seed, fieldSalt, demoYearOf(month)) * vary(0.12, street.seed, scene.salt, month)
}

function districtShare(scene: Scene, district: Division): number {
  const { spread, month } = scene
  const { code } = district.unit
  if (month === null) return askedShare(spread.field, code)
  if (spread.steady === true) return doneShare(spread.field, code, 2022) * (1 + 0.015 * wave(monthPlace(month), 6, district.seed))
  const year = demoYearOf(month)
  const stalled = spread.field === 'rural' && year === 2023 && monthNumber(month) >= 3 ? (STALLED[code] ?? 1) : 1
  // Classes and loans come in batches; what many villages add up to is smoother.
  const uneven = spread.field === 'training' || spread.field === 'loans' ? 0.3 : 0.06
  return doneShare(spread.field, code, year) * stalled * noise(scene, district, uneven)
}
