import { computed, onMounted, onScopeDispose, shallowRef, watch, type Ref } from 'vue'

/** Rows above and below the window that are there before they are scrolled to. */
const SPARE = 12

/**
 * The rows of a long list of equal rows that are in or near the window, as the page scrolls. The list's height is that
 * of all its rows.
 */
export function useWindowRows(list: Readonly<Ref<HTMLElement | null>>, count: () => number) {
  const first = shallowRef(0)
  const last = shallowRef(SPARE * 4)
  function update(): void {
    const element = list.value
    if (element === null || count() === 0) return
    const { top, height } = element.getBoundingClientRect()
    const row = height / count()
    if (row === 0) return
    first.value = Math.max(0, Math.floor(-top / row) - SPARE)
    last.value = Math.ceil((innerHeight - top) / row) + SPARE
  }
  const observer = new ResizeObserver(update)
  onMounted(() => {
    addEventListener('scroll', update, { passive: true })
    addEventListener('resize', update)
  })
  watch(list, (element, before) => {
    if (before) observer.unobserve(before)
    if (element) observer.observe(element)
    update()
  }, { flush: 'post' })
  onScopeDispose(() => {
    removeEventListener('scroll', update)
    removeEventListener('resize', update)
    observer.disconnect()
  })
  return computed(() => ({ first: first.value, last: last.value }))
}
