import type { UnitPattern } from '#core/indicator/indicator.ts'
import { LEVEL_NAMES, type UnitCode } from '#core/unit/unit.ts'

/** Names of levels from the nation down; a tree begins at one of the first three. */
const NAMES: readonly string[] = ['nation', 'province', ...LEVEL_NAMES]
const CITY = NAMES.indexOf('city')

/** Reads levels given as names or numbers, for a tree that begins `above` levels above a city. */
export class LevelNames {
  readonly above: number

  constructor(above: number) {
    this.above = above
  }

  /** 1 for the root's level; null when the text names no level of this tree. */
  parse(text: string): number | null {
    if (/^[1-9]\d?$/.test(text)) return Number(text)
    const place = NAMES.indexOf(text)
    const level = place - CITY + 1 + this.above
    return place < 0 || level < 1 ? null : level
  }
}

/**
 * How many levels the tree has above a city. Named levels say so themselves (the root's is `province`); numbers say it
 * by their depth: below a city there are three levels, so a fifth means a province on top.
 */
export function levelsAboveCity(levels: readonly string[], deepestKnown: number): number {
  const top = Math.min(CITY, ...levels.map((level) => NAMES.indexOf(level)).filter((place) => place >= 0))
  const deepest = Math.max(deepestKnown, ...levels.filter((level) => /^[1-9]\d?$/.test(level)).map(Number))
  return Math.min(CITY, Math.max(CITY - top, deepest - LEVEL_NAMES.length))
}

/**
 * Reads `village`, `village:村委会`, `=430204000000`, joined by `|`; empty text is an empty list.
 * @returns the patterns, or what is wrong
 */
export function parsePatterns(text: string, levels: LevelNames, isUnit: (code: string) => boolean): UnitPattern[] | string {
  const patterns: UnitPattern[] = []
  for (const part of text === '' ? [] : text.split('|')) {
    if (part.startsWith('=')) {
      const code = part.slice(1)
      if (!isUnit(code)) return `没有单位 ${code}`
      patterns.push({ unit: code as UnitCode })
      continue
    }
    const [name = '', kind] = part.split(':')
    const level = levels.parse(name)
    if (level === null) return `不认识的层级 ${name}`
    patterns.push(kind === undefined ? { level } : { level, kind })
  }
  return patterns
}
