/** Class numbers of cells: index into `cells`. */
export const NO_DATA = 0
/** The smallest fifth; the largest is `FIRST_FIFTH + 4`. */
export const FIRST_FIFTH = 1
export const AHEAD = 6
export const NEAR = 7
export const BEHIND = 8

export interface HoneycombColors {
  /** By class number: no data, five fifths of one hue, 快于, 接近, 慢于. */
  readonly cells: readonly string[]
  readonly background: string
  /** Signs inside cells, each surrounded by the background's colour. */
  readonly mark: string
  readonly label: string
  /** Round the letters, so that they read on every class. */
  readonly halo: string
  /** Of what the pointer or the keyboard is at. */
  readonly outline: string
}

/** Teal, amber and brick, as everywhere on the page, differ in lightness too, so they stay apart for colour-blind eyes and on a grey print. */
const LIGHT: HoneycombColors = {
  cells: ['#dde1e8', '#d3e3f6', '#a9c8ec', '#78a7dc', '#467fc2', '#1f5398', '#2f9488', '#cf9a2b', '#b5402f'],
  background: '#fff', mark: '#141c28', label: '#141c28', halo: 'rgb(255 255 255 / 88%)', outline: '#141c28',
}
const DARK: HoneycombColors = {
  cells: ['#35414f', '#22395a', '#2c5283', '#3d70ad', '#629ad8', '#a3cbf8', '#35a698', '#e6c878', '#d1543f'],
  background: '#18212d', mark: '#f4f7fb', label: '#f4f7fb', halo: 'rgb(14 20 28 / 82%)', outline: '#fff',
}

export function honeycombColors(isDark: boolean): HoneycombColors {
  return isDark ? DARK : LIGHT
}
