import { describe, expect, it } from 'vitest'
import { formatFigure, formatPercent } from './number-format.ts'

describe('numbers on screen', () => {
  it('have their fixed decimals and thousands', () => {
    expect([formatFigure(58300, 0), formatFigure(8000, 2), formatFigure(-80, 0), formatFigure(0, 0), formatFigure(null, 2)]).toEqual(['58,300', '8,000.00', '-80', '0', '—'])
  })

  it('are percent with one decimal', () => {
    expect([formatPercent(1.1212), formatPercent(0), formatPercent(null)]).toEqual(['112.1%', '0.0%', '—'])
  })
})
