import { onScopeDispose } from 'vue'
import { easeInOut, viewBetween, type View } from './view-of.ts'

const FLIGHT_MS = 600

export interface Flight {
  view: View
  /** 0 at the start – 1 when it is there. */
  part: number
  flyTo: (to: View) => void
  jumpTo: (to: View) => void
  /** Paints once before the next frame. */
  invalidate: () => void
  /** Paints now what was to be painted before the next frame. */
  flush: () => void
}

/** Moves the view and calls `paint` before each frame in which something changed, and at no other time. */
export function useFlight(paint: () => void): Flight {
  let frame = 0
  let start: number | null = null
  let [from, to]: [View, View] = [{ x: 0, y: 0, scale: 1 }, { x: 0, y: 0, scale: 1 }]
  let isFlying = false

  const step = (now: number) => {
    frame = 0
    if (isFlying) {
      start ??= now
      const time = Math.min(1, (now - start) / FLIGHT_MS)
      flight.part = easeInOut(time)
      flight.view = time === 1 ? to : viewBetween(from, to, flight.part)
      isFlying = time < 1
    }
    paint()
    if (isFlying) flight.invalidate()
  }
  const flight: Flight = {
    view: to,
    part: 1,
    flyTo(target) {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return flight.jumpTo(target)
      ;[from, to, start, isFlying, flight.part] = [flight.view, target, null, true, 0]
      flight.invalidate()
    },
    jumpTo(target) {
      ;[to, isFlying, flight.part, flight.view] = [target, false, 1, target]
      flight.invalidate()
    },
    invalidate() {
      if (frame === 0) frame = requestAnimationFrame(step)
    },
    flush() {
      cancelAnimationFrame(frame)
      frame = 0
      paint()
    },
  }
  onScopeDispose(() => cancelAnimationFrame(frame))
  return flight
}
