import { describe, expect, it } from 'vitest'
import { deviceSizeOf } from './use-device-size.ts'

const entry = (width: number, height: number, told?: readonly [number, number]) => ({
  contentRect: { width, height } as DOMRectReadOnly,
  ...(told === undefined ? {} : { devicePixelContentBoxSize: [{ inlineSize: told[0], blockSize: told[1] }] }),
})

describe('size of a canvas', () => {
  it('is the one that its box has on the screen', () => {
    expect(deviceSizeOf(entry(853.36, 640, [854, 640]), 1)).toEqual({ size: { width: 853.36, height: 640 }, ratio: 1, width: 854, height: 640 })
    expect(deviceSizeOf(entry(853.36, 640, [1281, 960]), 1.5)).toMatchObject({ width: 1281, height: 960 })
  })

  it('is counted from the ratio where the browser does not say, or says it for another ratio', () => {
    expect(deviceSizeOf(entry(853.36, 640), 1.5)).toMatchObject({ width: 1280, height: 960 })
    expect(deviceSizeOf(entry(400, 300, [400, 300]), 2)).toMatchObject({ width: 800, height: 600 })
  })
})
