/** What a committee's name ends with, and what the place is called for short. */
const COMMITTEES: readonly { readonly endings: readonly string[]; readonly place: string }[] = [
  { endings: ['居民委员会', '居委会'], place: '社区' },
  { endings: ['村民委员会', '村委会'], place: '村' },
]

/** 文化路社区居委会 → 文化路社区, 大湖居委会 → 大湖社区, 荷花村委会 → 荷花村; other names stay. */
export function shortNameOf(name: string): string {
  for (const { endings, place } of COMMITTEES) {
    const ending = endings.find((candidate) => name.endsWith(candidate) && name.length > candidate.length)
    if (ending === undefined) continue
    const stem = name.slice(0, -ending.length)
    return stem.endsWith(place) ? stem : stem + place
  }
  return name
}

/** Short names of siblings: those that would not be unique keep the full name. */
export function shortNamesOf(names: readonly string[]): string[] {
  const short = names.map(shortNameOf)
  const uses = new Map<string, number>()
  for (const name of short) uses.set(name, (uses.get(name) ?? 0) + 1)
  return short.map((name, i) => (uses.get(name) === 1 ? name : names[i]!))
}
