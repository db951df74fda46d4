import { pathOf } from '#core/unit/unit-tree.ts'
import type { SearchReply } from '#contract/units.ts'
import { epochShowing } from './read-model.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

const SHOWN = 20

export function search(view: View, { q }: { q: string }): Reading {
  const text = q.trim().toLowerCase()
  return { key: `${view.scope}: ${text}`, make: async () => find(view, text) }
}

function find(view: View, text: string): SearchReply {
  const { master, today } = view
  const found = text === '' ? [] : ranked(view, text)
  return {
    total: found.length,
    results: found.slice(0, SHOWN).map((number) => {
      const { code, name, level, kind } = master.tree.units[number]!
      const path = pathOf(epochShowing(master, number, today), number).slice(0, -1)
      return { code, name, level, kind, path: path.map((each) => master.tree.units[each]!.name) }
    }),
  }
}

/** Best first: the very name, then names and codes that begin so, then those that contain it; official order among equals. */
function ranked(view: View, text: string): number[] {
  const { tree, initials } = view.master
  const ranks = tree.units.map((unit, number) => ({ number, rank: rankOf(unit, initials.get(unit.code) ?? '', text) }))
  return ranks
    .filter(({ number, rank }) => rank < NO_MATCH && view.may('see-units', number))
    .sort((a, b) => a.rank - b.rank || a.number - b.number)
    .map(({ number }) => number)
}

const NO_MATCH = 4

function rankOf({ code, name, shortName }: { code: string; name: string; shortName: string }, initials: string, text: string): number {
  const names = [name.toLowerCase(), shortName.toLowerCase()]
  if (code === text || names.includes(text)) return 0
  if (names.some((each) => each.startsWith(text)) || initials.startsWith(text)) return 1
  if (code.startsWith(text)) return 2
  return names.some((each) => each.includes(text)) || initials.includes(text) ? 3 : NO_MATCH
}
