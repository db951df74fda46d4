import { shallowRef, type ShallowRef } from 'vue'

const isShown = shallowRef(false)

/** False until the first tile has painted its number; what is large (Element Plus, ECharts) loads after it. */
export function useFirstNumber(): Readonly<ShallowRef<boolean>> {
  return isShown
}

/** Called once by whoever puts the first number (or the first error) on screen. */
export function announceFirstNumber(): void {
  if (isShown.value) return
  requestAnimationFrame(() => setTimeout(() => {
    // Read by bench/first-load.
    performance.mark('first-number')
    isShown.value = true
  }))
}
