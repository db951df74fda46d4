import type { Browser } from 'playwright-core'

/** An event of Chromium's trace; times in µs, `t…` on the thread's own clock, which stands still while others run. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly tts?: number
  readonly dur?: number
  readonly tdur?: number
}

/** A moment in ms: on the wall's clock, and on the main thread's. */
export interface Moment {
  readonly wall: number
  readonly thread: number
}

/** What the main thread did. */
export interface MainThread {
  /** @throws when the page never set the mark */
  readonly at: (mark: string) => Moment
  /** Thread time of the longest task between two moments. */
  readonly longest: (from: Moment, to: Moment) => number
}

// Little more than tasks and marks: every further category would slow down what is measured.
const CATEGORIES = ['disabled-by-default-devtools.timeline', 'blink.user_timing']

/** Traces the browser while `act` runs. Marks that begin with `drill:` tell which thread is the page's. */
export async function traceMainThread(browser: Browser, act: () => Promise<void>): Promise<MainThread> {
  const cdp = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] } })
  try {
    await act()
  } finally {
    const done = new Promise<void>((resolve) => void cdp.once('Tracing.tracingComplete', () => resolve()))
    await cdp.send('Tracing.end')
    await done
    await cdp.detach()
  }
  return readThread(events)
}

function readThread(events: readonly TraceEvent[]): MainThread {
  const marks = events.filter(({ name, tts }) => name.startsWith('drill:') && tts !== undefined)
  const moments = new Map(marks.map(({ name, ts, tts }) => [name, { wall: ts / 1000, thread: tts! / 1000 }]))
  const [page] = marks
  const tasks = events
    .filter(({ name, pid, tid, tdur }) => name === 'RunTask' && tdur !== undefined && pid === page?.pid && tid === page.tid)
    .map(({ tts, tdur }) => ({ from: tts! / 1000, to: (tts! + tdur!) / 1000 }))
  if (tasks.length === 0) throw new Error('the trace has no tasks of the page')
  return {
    at: (mark) => {
      const moment = moments.get(mark)
      if (moment === undefined) throw new Error(`the page never set ${mark}`)
      return moment
    },
    longest: (from, to) => Math.max(0, ...tasks.map((task) => Math.min(task.to, to.thread) - Math.max(task.from, from.thread))),
  }
}
