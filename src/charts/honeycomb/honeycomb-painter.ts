import type { MarkPaths } from './cell-paths.ts'
import type { Label } from './child-labels.ts'
import type { HoneycombColors } from './palette.ts'
import type { Size, View } from './view-of.ts'

/** A sign before a name, coloured: how the child stands. */
export interface LabelSign {
  readonly text: string
  readonly color: string
}

/** Cells that fade together. */
export interface PaintedBand {
  /** By class. */
  readonly cells: readonly Path2D[]
  readonly marks: MarkPaths
  /** How much of its colour it keeps, 0–1. */
  readonly clarity: number
}

export interface Scene {
  readonly view: View
  readonly size: Size
  readonly ratio: number
  readonly colors: HoneycombColors
  readonly bands: readonly PaintedBand[]
}

function useGridUnits(context: CanvasRenderingContext2D, { view, size, ratio }: Pick<Scene, 'view' | 'size' | 'ratio'>): void {
  const scale = view.scale * ratio
  context.setTransform(scale, 0, 0, scale, (size.width / 2 - view.x * view.scale) * ratio, (size.height / 2 - view.y * view.scale) * ratio)
}

/**
 * The whole lower canvas but the names. What is out of focus is painted thin on the background: no cell is painted twice,
 * which a flight on a wall has no time for.
 */
export function paintCells(context: CanvasRenderingContext2D, scene: Scene): void {
  const { colors, bands } = scene
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.globalAlpha = 1
  context.fillStyle = colors.background
  context.fillRect(0, 0, context.canvas.width, context.canvas.height)
  useGridUnits(context, scene)
  for (const { cells, marks, clarity } of bands) {
    context.globalAlpha = clarity
    cells.forEach((path, each) => {
      context.fillStyle = colors.cells[each]!
      context.fill(path)
    })
    context.globalAlpha = 1
    context.fillStyle = colors.background
    context.fill(marks.holes)
    context.globalAlpha = clarity
    context.fillStyle = colors.mark
    context.fill(marks.signs)
  }
  context.globalAlpha = 1
}

export interface LabelInk {
  readonly font: string
  readonly lineHeight: number
  readonly signGap: number
  readonly colors: HoneycombColors
  readonly signOf: (part: number) => LabelSign | null
}

/** Names on whole device pixels, haloed. */
export function paintLabels(context: CanvasRenderingContext2D, labels: readonly Label[], ratio: number, strength: number, ink: LabelInk): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.globalAlpha = strength
  context.font = ink.font
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.lineJoin = 'round'
  context.lineWidth = ink.lineHeight / 4
  context.strokeStyle = ink.colors.halo
  const snap = (length: number) => Math.round(length * ratio) / ratio
  for (const { part, lines, x, y } of labels) {
    const sign = ink.signOf(part)
    lines.forEach((line, k) => {
      const lead = k === 0 && sign !== null ? context.measureText(sign.text).width + ink.signGap : 0
      const left = snap(x - (context.measureText(line).width + lead) / 2)
      const middle = snap(y + (k - (lines.length - 1) / 2) * ink.lineHeight)
      if (lead > 0) write(context, sign!.text, sign!.color, left, middle)
      write(context, line, ink.colors.label, left + lead, middle)
    })
  }
  context.globalAlpha = 1
}

function write(context: CanvasRenderingContext2D, text: string, color: string, x: number, y: number): void {
  context.strokeText(text, x, y)
  context.fillStyle = color
  context.fillText(text, x, y)
}

/** The upper canvas: the outline of what is pointed at or chosen, on nothing else. */
export function paintOutlines(context: CanvasRenderingContext2D, scene: Pick<Scene, 'view' | 'size' | 'ratio'>, outlines: readonly { path: Path2D; color: string; width: number }[]): void {
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  useGridUnits(context, scene)
  context.lineCap = 'round'
  for (const { path, color, width } of outlines) {
    context.strokeStyle = color
    context.lineWidth = width / scene.view.scale
    context.stroke(path)
  }
}
