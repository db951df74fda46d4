import { shallowRef, type ShallowRef } from 'vue'

/**
 * A chart component whose code comes after the numbers.
 * @returns null until it is there, and for good where it cannot be loaded: show the table in its place.
 */
export function useLazyChart<Chart extends object>(load: () => Promise<{ readonly default: Chart }>): Readonly<ShallowRef<Chart | null>> {
  const chart = shallowRef(null) as ShallowRef<Chart | null>
  load().then((module) => { chart.value = module.default }, () => {})
  return chart
}
