import type { ChartColors } from './theme-colors.ts'

/** Colours that say what they are, for specs. */
export const COLORS: ChartColors = {
  ink: 'ink', inkSoft: 'ink-soft', line: 'line', surface: 'surface', accent: 'accent', neutral: 'neutral', track: 'track',
  tones: {
    ahead: { strong: 'ahead', soft: 'ahead-soft', ink: 'ahead-ink' },
    near: { strong: 'near', soft: 'near-soft', ink: 'near-ink' },
    behind: { strong: 'behind', soft: 'behind-soft', ink: 'behind-ink' },
  },
  fifths: ['fifth-0', 'fifth-1', 'fifth-2', 'fifth-3', 'fifth-4'],
  font: 'sans-serif',
  rem: 16,
}
