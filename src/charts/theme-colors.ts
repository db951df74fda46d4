import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { TrendColors } from './trend.option.ts'

function read(): TrendColors {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return { ink: token('--ink'), inkSoft: token('--ink-soft'), line: token('--line'), surface: token('--surface'), accent: token('--accent'), rem: Number.parseFloat(style.fontSize) }
}

/** The style sheet's colours for canvases, which cannot use CSS variables; follows the system's theme. */
export function useThemeColors(): Readonly<ShallowRef<TrendColors>> {
  const colors = shallowRef(read())
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const update = () => { colors.value = read() }
  dark.addEventListener('change', update)
  onScopeDispose(() => dark.removeEventListener('change', update))
  return colors
}
