import type { UnitsReply } from '#contract/units.ts'

export interface DirectoryUnit {
  readonly code: string
  readonly shortName: string
  /** From the branch down: 株洲市 › 石峰区 › 田心街道. */
  readonly path: readonly string[]
}

/** Units of a branch, to be found by what people write. */
export interface UnitDirectory {
  /** Short, for tables; the code itself where there is no such unit. */
  nameOf(code: string): string
  pathOf(code: string): string
  /** By code, name, short name, or with what is above it: 石峰区/田心街道/叫鸡岭社区. Several: all that it may be. */
  find(text: string): readonly DirectoryUnit[]
}

const STEPS = /\s*[/／›>＞\\]\s*/

export function unitDirectory(reply: Pick<UnitsReply, 'codes' | 'names' | 'shortNames' | 'parents'>): UnitDirectory {
  const byCode = new Map<string, DirectoryUnit>()
  const byName = new Map<string, DirectoryUnit[]>()
  reply.codes.forEach((code, k) => {
    const path: string[] = []
    for (let at = k; at >= 0; at = reply.parents[at]!) path.unshift(reply.names[at]!)
    const unit = { code, shortName: reply.shortNames[k]!, path }
    byCode.set(code, unit)
    for (const name of new Set([reply.names[k]!, reply.shortNames[k]!])) byName.set(name, [...(byName.get(name) ?? []), unit])
  })
  return {
    nameOf: (code) => byCode.get(code)?.shortName ?? code,
    pathOf: (code) => byCode.get(code)?.path.join(' › ') ?? code,
    find(text) {
      const code = byCode.get(text.trim())
      if (code !== undefined) return [code]
      const steps = text.trim().split(STEPS)
      const name = steps.pop()!
      return (byName.get(name) ?? []).filter(({ path }) => isBelow(path.slice(0, -1), steps))
    },
  }
}

/** Whether the steps stand in the path in this order; some may be left out. */
function isBelow(path: readonly string[], steps: readonly string[]): boolean {
  let at = 0
  return steps.every((step) => (at = path.indexOf(step, at) + 1) > 0)
}
