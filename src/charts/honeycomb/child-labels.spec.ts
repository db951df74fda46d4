import { describe, expect, it } from 'vitest'
import { placeLabels, type LabelStyle } from './child-labels.ts'
import { buildHoneycombLayout, type HoneycombNode } from './honeycomb-layout.ts'
import { fitPart } from './view-of.ts'

const leaf = (code: string): HoneycombNode => ({ code, name: `很长的村名${code}社区`, children: [] })
const root: HoneycombNode = {
  code: '0', name: '市',
  children: Array.from({ length: 12 }, (_, d) => ({
    code: `${d}`, name: `第${d}号街道`, children: Array.from({ length: 3 + d * 2 }, (_, v) => leaf(`${d}-${v}`)),
  })),
}
const layout = buildHoneycombLayout(root)
const style: LabelStyle = { fontSize: 14, lineHeight: 18, measure: (text) => text.length * 14, signWidth: () => 0 }
const labelsAt = (width: number, height: number, part = 0) => placeLabels(layout, part, fitPart(layout.parts[part]!, { width, height }), { width, height }, style)

describe('labels', () => {
  it('never overlap, never leave the picture, and are whole', () => {
    for (const [width, height] of [[320, 240], [640, 480], [1600, 1200]] as const) {
      const labels = labelsAt(width, height)
      for (const [k, a] of labels.entries()) {
        expect(a.lines.join('')).toBe(layout.parts[a.part]!.name)
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0)
        expect(a.y + a.height / 2).toBeLessThanOrEqual(height)
        for (const b of labels.slice(k + 1)) {
          expect(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2).toBe(true)
        }
      }
    }
  })

  it('are all there when there is room, the large ones first when there is not', () => {
    expect(labelsAt(1600, 1200)).toHaveLength(12)
    const few = labelsAt(320, 240)
    expect(few.length).toBeLessThan(12)
    expect(few.map(({ part }) => layout.parts[part]!.code)).toContain('11')
  })

  it('of a village break before 社区, or stay away', () => {
    const street = layout.partOf.get('0')!
    expect(labelsAt(1200, 900, street).every(({ lines }) => lines.length <= 3)).toBe(true)
    expect(labelsAt(60, 60, street)).toEqual([])
  })
})
