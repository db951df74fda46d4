import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** Colours come from the page's style sheet, so that both themes agree with everything around the chart. */
export interface ChartColors {
  readonly ink: string
  readonly inkSoft: string
  readonly line: string
  readonly surface: string
  readonly accent: string
  /** A bar without a status among bars with one. */
  readonly neutral: string
  /** Ground of a bar, and of a cell without a status. */
  readonly track: string
  readonly tones: Readonly<Record<Tone, ToneColors>>
  /** One hue from the smallest fifth to the largest. */
  readonly fifths: readonly string[]
  readonly font: string
  /** The page's root font size in px: a wall has a larger one. */
  readonly rem: number
}

export type Tone = 'ahead' | 'near' | 'behind'

export interface ToneColors {
  readonly strong: string
  readonly soft: string
  readonly ink: string
}

function read(): ChartColors {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const tone = (name: Tone): ToneColors => ({ strong: token(name), soft: token(`${name}-soft`), ink: token(`${name}-ink`) })
  return {
    ink: token('ink'), inkSoft: token('ink-soft'), line: token('line'), surface: token('surface'), accent: token('accent'), neutral: token('line-strong'), track: token('track'),
    tones: { ahead: tone('ahead'), near: tone('near'), behind: tone('behind') },
    fifths: [token('track'), ...[1, 2, 3, 4].map((k) => token(`fifth-${k}`))],
    font: getComputedStyle(document.body).fontFamily,
    rem: Number.parseFloat(style.fontSize),
  }
}

/** The style sheet's colours for canvases, which cannot use CSS variables; follows the system's theme and a move to another screen. */
export function useThemeColors(): Readonly<ShallowRef<ChartColors>> {
  const colors = shallowRef(read())
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const update = () => { colors.value = read() }
  const updateSize = () => {
    if (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) !== colors.value.rem) update()
  }
  dark.addEventListener('change', update)
  addEventListener('resize', updateSize)
  onScopeDispose(() => {
    dark.removeEventListener('change', update)
    removeEventListener('resize', updateSize)
  })
  return colors
}
