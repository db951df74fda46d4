import { computed, onMounted, onScopeDispose, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { SheetSize } from './sheet-selection.ts'
import type { Place } from './sheet.ts'

/** Whole px, so that rows and what lies over them never drift apart. */
export interface SheetMetrics {
  readonly row: number
  readonly head: number
  readonly name: number
  readonly column: number
}

/** The names give way on narrow screens. */
const REM = { row: 1.875, head: 4.25, nameLeast: 6.5, nameMost: 10, columnLeast: 5.5, columnMost: 9 } as const
/** Rows beyond the visible ones on either side. */
const SPARE = 4
/** Until the sheet has been measured. */
const FIRST_HEIGHT = 900

interface SheetView {
  readonly metrics: ComputedRef<SheetMetrics>
  /** Rows that exist in the page: from `first` up to but without `end`. */
  readonly window: ComputedRef<{ readonly first: number; readonly end: number }>
  /** Rows in sight. */
  readonly page: ComputedRef<number>
  readonly onScroll: () => void
  /** Scrolls as little as brings the cell between the fixed rows and column. */
  readonly reveal: (place: Place) => void
}

/** What of the sheet is in sight, and how large its parts are. `foot`: rows of totals below. */
export function useSheetView(scroller: Readonly<Ref<HTMLElement | null>>, size: () => SheetSize, foot: () => number): SheetView {
  const top = shallowRef(0)
  const box = shallowRef({ width: 0, height: FIRST_HEIGHT, rem: 16 })

  const metrics = computed<SheetMetrics>(() => {
    const { width, rem } = box.value
    const name = Math.round(Math.max(REM.nameLeast * rem, Math.min(REM.nameMost * rem, width * 0.3)))
    const share = Math.floor((width - name) / Math.max(1, size().columns))
    return {
      row: Math.round(REM.row * rem),
      head: Math.round(REM.head * rem),
      name,
      column: Math.round(Math.max(REM.columnLeast * rem, Math.min(REM.columnMost * rem, share))),
    }
  })
  const page = computed(() => Math.max(1, Math.floor((box.value.height - metrics.value.head) / metrics.value.row) - foot()))
  const window = computed(() => {
    const first = Math.max(0, Math.min(Math.floor(top.value / metrics.value.row) - SPARE, size().rows - page.value - 2 * SPARE))
    return { first, end: Math.min(size().rows, first + page.value + 2 * SPARE + 2) }
  })

  function measure(): void {
    const element = scroller.value
    if (element === null) return
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    box.value = { width: element.clientWidth, height: element.clientHeight, rem }
    top.value = element.scrollTop
  }
  const observer = new ResizeObserver(measure)
  onMounted(() => {
    measure()
    if (scroller.value !== null) observer.observe(scroller.value)
  })
  onScopeDispose(() => observer.disconnect())

  function onScroll(): void {
    top.value = scroller.value?.scrollTop ?? 0
  }

  function reveal({ row, column }: Place): void {
    const element = scroller.value
    if (element === null) return
    const { row: height, head, name, column: width } = metrics.value
    const { height: seen, width: broad } = box.value
    const down = nearest(element.scrollTop, row * height, height, seen - head - foot() * height)
    const along = nearest(element.scrollLeft, column * width, width, broad - name)
    if (down !== element.scrollTop) element.scrollTop = down
    if (along !== element.scrollLeft) element.scrollLeft = along
    // The scroll event comes a frame later: the rows are needed in this one.
    onScroll()
  }

  return { metrics, window, page, onScroll, reveal }
}

/** The scroll offset nearest to `now` at which `length` px from `from` are within `seen` px. */
function nearest(now: number, from: number, length: number, seen: number): number {
  if (from < now) return from
  return from + length > now + seen ? from + length - seen : now
}
