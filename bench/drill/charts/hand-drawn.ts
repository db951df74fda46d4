import type { ECharts } from 'echarts/core'

/** A shape with everything worked out: the floor only draws. */
export type Shape =
  | { readonly kind: 'rect'; readonly at: readonly [number, number, number, number]; readonly round: number; readonly fill: string }
  | { readonly kind: 'line'; readonly points: readonly number[]; readonly stroke: string; readonly width: number; readonly dash: readonly number[] }
  | { readonly kind: 'dot'; readonly at: readonly [number, number, number]; readonly fill: string }
  | { readonly kind: 'text'; readonly text: string; readonly x: number; readonly y: number; readonly font: string; readonly fill: string; readonly align: CanvasTextAlign; readonly baseline: CanvasTextBaseline; readonly halo: string | null; readonly width: number }

interface Drawn {
  readonly type: string
  readonly invisible?: boolean
  readonly shape?: Readonly<Record<string, unknown>>
  readonly style: Readonly<Record<string, unknown>>
  getComputedTransform(): ArrayLike<number> | null
}

/** The shapes that a chart has drawn, in its order. */
export function shapesOf(chart: ECharts): Shape[] {
  const list = chart.getZr().storage.getDisplayList(true, false) as unknown as readonly Drawn[]
  return list.filter(({ invisible }) => invisible !== true).flatMap(shapeOf)
}

const isPaint = (value: unknown): value is string => typeof value === 'string' && value !== 'none'

function shapeOf(drawn: Drawn): Shape[] {
  const { style, type } = drawn
  const matrix = drawn.getComputedTransform() ?? [1, 0, 0, 1, 0, 0]
  const [a, b, c, d, e, f] = Array.from(matrix) as [number, number, number, number, number, number]
  const place = (x: number, y: number) => [a * x + c * y + e, b * x + d * y + f] as const
  const shape = (drawn.shape ?? {}) as Readonly<Record<string, number>> & { readonly points?: ArrayLike<number> | readonly (readonly number[])[]; readonly symbolType?: string }
  const { x = 0, y = 0, width = 0, height = 0 } = shape
  if (type === 'tspan' || type === 'text') {
    if (!isPaint(style['fill']) || style['text'] === undefined || style['text'] === '') return []
    const [left, top] = place(Number(style['x'] ?? 0), Number(style['y'] ?? 0))
    return [{
      kind: 'text', text: String(style['text']), x: left, y: top, font: String(style['font'] ?? '12px sans-serif'), fill: style['fill'],
      align: (style['textAlign'] ?? 'left') as CanvasTextAlign, baseline: (style['textBaseline'] ?? 'alphabetic') as CanvasTextBaseline,
      halo: isPaint(style['stroke']) ? style['stroke'] : null, width: Number(style['lineWidth'] ?? 0),
    }]
  }
  if (type === 'rect') return isPaint(style['fill']) ? [{ kind: 'rect', at: [...place(x, y), width * a, height * d], round: radiusOf(drawn.shape?.['r']), fill: style['fill'] }] : []
  const isRound = shape.symbolType === 'circle' || shape.symbolType === 'emptyCircle'
  if (isRound) return [{ kind: 'dot', at: [...place(x + width / 2, y + height / 2), Math.abs((width * a) / 2)], fill: String(style['fill'] ?? style['stroke']) }]
  if (shape.symbolType !== undefined) return isPaint(style['fill']) ? [{ kind: 'rect', at: [...place(x, y), width * a, height * d], round: radiusOf(drawn.shape?.['r']), fill: style['fill'] }] : []
  const points = pointsOf(shape)
  if (points.length < 4 || !isPaint(style['stroke'])) return []
  const laid: number[] = []
  for (let k = 0; k + 1 < points.length; k += 2) laid.push(...place(points[k]!, points[k + 1]!))
  return [{ kind: 'line', points: laid, stroke: style['stroke'], width: Number(style['lineWidth'] ?? 1), dash: style['lineDash'] === 'dashed' ? [4, 2] : style['lineDash'] === 'dotted' ? [1, 1] : [] }]
}

const radiusOf = (r: unknown): number => (typeof r === 'number' ? r : Array.isArray(r) ? Number(r[0]) : 0)

function pointsOf(shape: { readonly points?: ArrayLike<number> | readonly (readonly number[])[] } & Readonly<Record<string, unknown>>): number[] {
  if (shape.points !== undefined) return Array.from(shape.points as ArrayLike<number | readonly number[]>).flatMap((each) => (typeof each === 'number' ? [each] : [...each]))
  const { x1, y1, x2, y2 } = shape as Readonly<Record<string, number>>
  return x1 === undefined ? [] : [x1, y1!, x2!, y2!]
}

/** As somebody would write it who draws this picture and no other. */
export function drawByHand(context: CanvasRenderingContext2D, shapes: readonly Shape[]): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  for (const shape of shapes) {
    switch (shape.kind) {
      case 'rect':
        context.fillStyle = shape.fill
        if (shape.round === 0) context.fillRect(...shape.at)
        else {
          context.beginPath()
          context.roundRect(...shape.at, shape.round)
          context.fill()
        }
        break
      case 'dot':
        context.fillStyle = shape.fill
        context.beginPath()
        context.arc(...shape.at, 0, 2 * Math.PI)
        context.fill()
        break
      case 'line':
        context.strokeStyle = shape.stroke
        context.lineWidth = shape.width
        context.setLineDash(shape.dash as number[])
        context.beginPath()
        context.moveTo(shape.points[0]!, shape.points[1]!)
        for (let k = 2; k < shape.points.length; k += 2) context.lineTo(shape.points[k]!, shape.points[k + 1]!)
        context.stroke()
        break
      case 'text':
        context.font = shape.font
        context.textAlign = shape.align
        context.textBaseline = shape.baseline
        if (shape.halo !== null) {
          context.strokeStyle = shape.halo
          context.lineWidth = shape.width
          context.strokeText(shape.text, shape.x, shape.y)
        }
        context.fillStyle = shape.fill
        context.fillText(shape.text, shape.x, shape.y)
    }
  }
}
