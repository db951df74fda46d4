import type { WriteStream } from 'node:tty'

/** Reports how far a long task is, as a share of 1. */
export type ShowProgress = (share: number) => void

const CELLS = 30

/** A bar that redraws itself on a terminal; elsewhere one line for every ten per cent. */
export function progressBar(label: string, stream: NodeJS.WriteStream | WriteStream = process.stderr): ShowProgress {
  const step = stream.isTTY ? 1 : 10
  let shown = -1
  return (share) => {
    const percent = Math.min(100, Math.floor((share * 100) / step) * step)
    if (percent <= shown) return
    shown = percent
    if (!stream.isTTY) {
      stream.write(`${label} ${percent} %\n`)
      return
    }
    const filled = Math.round((percent / 100) * CELLS)
    const end = percent === 100 ? '\n' : ''
    stream.write(`\r${label} [${'█'.repeat(filled)}${'░'.repeat(CELLS - filled)}] ${percent} %${end}`)
  }
}
