import { onMounted, onScopeDispose, type Ref } from 'vue'
import type { Size } from './view-of.ts'

/** CSS pixels, and the device pixels that a canvas in this box has on the screen. */
export interface DeviceSize {
  readonly size: Size
  readonly ratio: number
  /** Whole device pixels. */
  readonly width: number
  readonly height: number
}

/** Tells the element's size when it is mounted and whenever it changes, also on a screen of another resolution. */
export function useDeviceSize(element: Readonly<Ref<Element | null>>, tell: (size: DeviceSize) => void): void {
  onMounted(() => {
    const observer = new ResizeObserver((entries) => tell(deviceSizeOf(entries.at(-1)!, devicePixelRatio)))
    onScopeDispose(() => observer.disconnect())
    try {
      observer.observe(element.value!, { box: 'device-pixel-content-box' })
    } catch {
      // Safari knows no such box.
      observer.observe(element.value!)
    }
  })
}

/**
 * A box that starts or ends between two pixels is moved to whole ones; only the browser knows to which. A canvas that has one pixel
 * more or less than its box is stretched, and every letter in it blurred.
 */
export function deviceSizeOf(entry: Pick<ResizeObserverEntry, 'contentRect'> & Partial<Pick<ResizeObserverEntry, 'devicePixelContentBoxSize'>>, ratio: number): DeviceSize {
  const { width, height } = entry.contentRect
  const told = entry.devicePixelContentBoxSize?.[0]
  // An emulated ratio is not in what the browser tells.
  const pixels = (length: number, exact: number | undefined) => (exact !== undefined && Math.abs(exact - length * ratio) <= 1 ? exact : Math.round(length * ratio))
  return { size: { width, height }, ratio, width: pixels(width, told?.inlineSize), height: pixels(height, told?.blockSize) }
}
