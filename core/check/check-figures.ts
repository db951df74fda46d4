import type { IndicatorCode } from '../indicator/indicator.ts'
import type { CheckedFigure, CheckedUnit, CheckRule, Query } from './check.ts'
import { median, modifiedZ } from './median.ts'

/** A history shorter than this knows no usual figure. */
const SHORTEST_HISTORY = 6
/** A history begins with January of last year. */
const MONTHS_LAST_YEAR = 12
/** Fewer siblings do not show what the season did. */
const FEWEST_SIBLINGS = 5
/** The least deviation from the usual that is believed, as a part of it. */
const LEAST_SPREAD = 0.15

/**
 * Everything that must be explained before the units' reports are handed up, unit by unit. The units are siblings: of
 * one sheet, or of one parent.
 */
export function checkFigures(units: readonly CheckedUnit[], rules: readonly CheckRule[]): Query[] {
  const moved = new Movements(units)
  return units.flatMap((unit) => {
    const found = rules.flatMap((rule) => check(unit, rule, moved))
    // One question a figure, the first rule's: who explains it explains it once.
    return found.filter(({ indicator }, k) => found.findIndex((each) => each.indicator === indicator) === k)
  })
}

function check(unit: CheckedUnit, rule: CheckRule, moved: Movements): Query[] {
  switch (rule.kind) {
    case 'subset':
      return checkSubset(unit, rule)
    case 'copied':
      return checkCopied(unit, rule)
    default:
      return [...unit.figures].flatMap(([indicator, figure]) => {
        const against = figure.own === null ? undefined : strangeness(indicator, figure, figure.own, rule, moved)
        return against === undefined ? [] : [{ unit: unit.unit, kind: rule.kind, indicator, other: null, value: figure.own, against }]
      })
  }
}

/** What a strange figure was compared with (null: nothing); undefined when it is not strange. */
function strangeness(indicator: IndicatorCode, figure: CheckedFigure, own: number, rule: Extract<CheckRule, { kind: 'outlier' | 'jump' | 'cumulative' | 'same-digits' }>, moved: Movements): number | null | undefined {
  const known = figure.history.filter((each) => each !== null)
  switch (rule.kind) {
    case 'same-digits': {
      const digits = String(Math.abs(own))
      return digits.length >= rule.digits && new Set(digits).size === 1 ? null : undefined
    }
    case 'jump': {
      const most = known.length === 0 ? null : Math.max(...known)
      if (!figure.isFlow || most === null || (median(known) ?? 0) >= rule.below) return undefined
      return own >= rule.least && own >= rule.times * most ? most : undefined
    }
    case 'cumulative': {
      // What comes in bursts (fairs) may well be as much at once as ever before.
      const year = figure.history.slice(MONTHS_LAST_YEAR).filter((each) => each !== null && each > 0)
      const before = year.reduce<number>((sum, each) => sum + each!, 0)
      return figure.isFlow && year.length >= rule.months && own >= rule.least && own >= before ? before : undefined
    }
    case 'outlier': {
      const usual = median(known)
      if (usual === null || usual < rule.from || known.length < SHORTEST_HISTORY) return undefined
      const isFar = Math.abs(modifiedZ(own, known, usual * LEAST_SPREAD)) > rule.score
      return isFar && !moved.alike(indicator, own / usual, rule.score) ? Math.round(usual) : undefined
    }
  }
}

function checkSubset({ unit, figures }: CheckedUnit, { kind, part, whole }: Extract<CheckRule, { kind: 'subset' }>): Query[] {
  const [value, against] = [figures.get(part)?.grossYear ?? null, figures.get(whole)?.grossYear ?? null]
  // Said in the month that makes it so: what was explained in March is not asked again in April when nothing was added.
  if (value === null || against === null || value <= against || (figures.get(part)?.own ?? 0) === 0) return []
  return [{ unit, kind, indicator: part, other: whole, value, against }]
}

function checkCopied({ unit, figures }: CheckedUnit, { kind, figures: least }: Extract<CheckRule, { kind: 'copied' }>): Query[] {
  const entered = [...figures.values()].filter(({ own }) => own !== null)
  const isSame = entered.every(({ own, history }) => history.at(-1) === own)
  const telling = entered.filter(({ own, isFlow }) => own !== 0 && isFlow).length
  return isSame && telling >= least ? [{ unit, kind, indicator: null, other: null, value: null, against: null }] : []
}

/** How each unit's figures moved against their own past: a peak that all siblings have is the season. */
class Movements {
  readonly #ratios = new Map<IndicatorCode, number[]>()

  constructor(units: readonly CheckedUnit[]) {
    for (const { figures } of units) {
      for (const [indicator, { own, history }] of figures) {
        const usual = median(history.filter((each) => each !== null))
        if (own === null || usual === null || usual <= 0) continue
        const ratios = this.#ratios.get(indicator)
        if (ratios === undefined) this.#ratios.set(indicator, [own / usual])
        else ratios.push(own / usual)
      }
    }
  }

  /** Whether the siblings moved as far. */
  alike(indicator: IndicatorCode, ratio: number, score: number): boolean {
    const ratios = this.#ratios.get(indicator) ?? []
    if (ratios.length < FEWEST_SIBLINGS) return false
    return Math.abs(modifiedZ(ratio, ratios, (median(ratios) ?? 0) * LEAST_SPREAD)) <= score
  }
}
