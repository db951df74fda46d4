import { computed, onScopeDispose, shallowReactive, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { SheetReply } from '#contract/sheets.ts'
import { ApiProblem } from '#src/api/api-problem.ts'
import { get, send } from '#src/api/client.ts'
import type { DraftStore } from './draft-store.ts'
import type { CellChange } from './sheet.ts'
import { cellOf, openDraft, renewed, saved, toSend, type, type DraftColumn, type DraftRow, type Sent } from './sheet-draft.ts'

/** How one unit's line stands beside what is typed in it. */
export type LineState = 'saved' | 'typed' | 'saving' | 'waiting' | 'refused'

/** Typing is over when nothing more comes for so long, ms. */
const PAUSE = 700
/** Until a save that did not arrive is tried again, ms; at once when the network is back. */
const AGAIN = 10_000
const MOST_UNDO = 500

export interface SheetAt {
  readonly unit: string
  readonly form: string
  readonly month: string
  readonly rows: 'children' | 'all' | undefined
}

export interface SheetInHand {
  readonly lines: ReadonlyMap<string, DraftRow>
  readonly states: ReadonlyMap<string, LineState>
  /** What the server says of a line that it refused. */
  readonly refusals: ReadonlyMap<string, string>
  readonly hasUnsaved: ComputedRef<boolean>
  /** Typing was not kept on this computer. */
  readonly isUnkept: Readonly<ShallowRef<boolean>>
  edit(changes: readonly CellChange[]): void
  undo(): void
  redo(): void
  /** Puts a line in the place of another one: a conflict was settled. */
  put(line: DraftRow): void
  /** Saves what can be saved, now. @returns whether nothing is left to save */
  flush(): Promise<boolean>
  /** The lines as the server has them by now, under what is typed. */
  renew(): Promise<void>
}

/** A sheet that somebody fills: each line is kept here at once, and on the server when a moment has passed. */
export function useSheet(at: SheetAt, reply: SheetReply, columns: readonly DraftColumn[], drafts: DraftStore): SheetInHand {
  const lines = shallowReactive(new Map<string, DraftRow>(reply.rows.map((row) => [row.unit, openDraft(row)])))
  const states = shallowReactive(new Map<string, LineState>())
  const refusals = shallowReactive(new Map<string, string>())
  const isUnkept = shallowRef(false)
  const placeOf = new Map(columns.map(({ code }, k) => [code, k]))
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const running = new Map<string, Promise<void>>()
  const done: CellChange[][] = []
  const undone: CellChange[][] = []

  // What was typed before a crash comes back first, and is saved like anything else.
  const restored = drafts.read([...lines.keys()]).then((kept) => {
    for (const [unit, cells] of kept) {
      const line = lines.get(unit)!
      const typed = new Map(Object.entries(cells).flatMap(([code, each]) => (placeOf.has(code) ? [[placeOf.get(code)!, each] as const] : [])))
      put(renewed({ ...line, typed: new Map([...typed, ...line.typed]) }, line.server, columns))
    }
  })

  function put(line: DraftRow): void {
    const { unit } = line.server
    const had = lines.get(unit)?.typed.size ?? 0
    lines.set(unit, line)
    // Where nothing was typed here, something may be kept for another tab.
    if (had + line.typed.size > 0) void keep(unit)
    if (running.has(unit)) return
    states.set(unit, line.typed.size === 0 ? 'saved' : 'typed')
    if (line.typed.size > 0) later(unit, PAUSE)
  }

  async function keep(unit: string): Promise<void> {
    const { typed } = lines.get(unit)!
    try {
      await drafts.write(unit, Object.fromEntries([...typed].map(([k, each]) => [columns[k]!.code, each])))
      isUnkept.value = false
    } catch {
      isUnkept.value = true
    }
  }

  let isLeft = false
  function later(unit: string, ms: number): void {
    clearTimeout(timers.get(unit))
    // Who has left the sheet finds what did not arrive when it is opened again.
    if (!isLeft) timers.set(unit, setTimeout(() => void save(unit), ms))
  }

  function save(unit: string): Promise<void> {
    clearTimeout(timers.get(unit))
    const under = running.get(unit)
    if (under !== undefined) return under
    const line = lines.get(unit)!
    const sent = toSend(line, columns)
    if (sent === null) return Promise.resolve()
    states.set(unit, 'saving')
    refusals.delete(unit)
    const work = sendLine(line, sent).finally(() => {
      running.delete(unit)
      void keep(unit)
    })
    running.set(unit, work)
    return work
  }

  async function sendLine({ server }: DraftRow, sent: Sent): Promise<void> {
    const { unit, version } = server
    try {
      const written = await send('saveReport', sent.body, {
        params: { unit, form: at.form, month: at.month }, ifMatch: `"${version}"`, idempotencyKey: await keyOf([at.form, at.month, unit, version, sent.body]),
      })
      const now = saved(lines.get(unit)!, sent, written, columns)
      lines.set(unit, now)
      states.set(unit, now.typed.size === 0 ? 'saved' : 'typed')
      // Begun just now: what one may do with it is another thing.
      if (written.state !== server.state) return renewLine(unit)
      if (toSend(now, columns) !== null) later(unit, PAUSE)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'version-conflict') return renewLine(unit)
      const problem = error instanceof ApiProblem ? error : null
      if (problem === null || problem.canRetry || problem.code === 'not-signed-in' || problem.status === 429) {
        states.set(unit, 'waiting')
        later(unit, AGAIN)
      } else {
        states.set(unit, 'refused')
        refusals.set(unit, problem.message)
      }
    }
  }

  /** Somebody else saved: theirs comes under mine, and what only one of us changed goes on by itself. */
  async function renewLine(unit: string): Promise<void> {
    try {
      const { rows } = await get('sheet', {}, { params: { unit, form: at.form, month: at.month } })
      const now = renewed(lines.get(unit)!, rows[0]!, columns)
      lines.set(unit, now)
      states.set(unit, now.typed.size === 0 ? 'saved' : 'typed')
      if (toSend(now, columns) !== null) later(unit, 0)
    } catch {
      states.set(unit, 'waiting')
      later(unit, AGAIN)
    }
  }

  function apply(changes: readonly CellChange[]): CellChange[] {
    const back: CellChange[] = []
    const touched = new Map<string, DraftRow>()
    for (const { row, column, text } of changes) {
      const place = placeOf.get(column)
      const line = touched.get(row) ?? lines.get(row)
      if (place === undefined || line === undefined) continue
      const before = cellOf(line, place, columns[place]!, false)
      if (before.isReadOnly) continue
      back.push({ row, column, text: line.typed.get(place)?.text ?? before.text })
      touched.set(row, type(line, place, text, columns[place]!))
    }
    for (const line of touched.values()) put(line)
    return back
  }

  function step(from: CellChange[][], to: CellChange[][]): void {
    const changes = from.pop()
    if (changes !== undefined) to.push(apply(changes))
  }

  const online = () => { for (const [unit, state] of states) if (state === 'waiting') later(unit, 0) }
  addEventListener('online', online)
  onScopeDispose(() => {
    removeEventListener('online', online)
    isLeft = true
    // What was typed a moment ago does not wait for the sheet to be opened again.
    for (const unit of lines.keys()) void save(unit)
  })

  const hasUnsaved = computed(() => [...lines.values()].some((line) => line.typed.size > 0))
  const warn = (event: BeforeUnloadEvent) => event.preventDefault()
  // Only where this computer does not keep it: else closing the page loses nothing.
  const stop = watch(() => hasUnsaved.value && isUnkept.value, (isAtRisk) => (isAtRisk ? addEventListener : removeEventListener)('beforeunload', warn as EventListener))
  onScopeDispose(() => {
    stop()
    removeEventListener('beforeunload', warn)
  })

  return {
    lines, states, refusals, hasUnsaved, isUnkept, put,
    edit(changes) {
      const back = apply(changes)
      if (back.length === 0) return
      done.push(back)
      if (done.length > MOST_UNDO) done.shift()
      undone.length = 0
    },
    undo: () => step(done, undone),
    redo: () => step(undone, done),
    async flush() {
      await restored
      await Promise.all([...lines.keys()].map((unit) => save(unit)))
      return !hasUnsaved.value
    },
    async renew() {
      const { rows } = await get('sheet', at.rows === undefined ? {} : { rows: at.rows }, { params: { unit: at.unit, form: at.form, month: at.month } })
      for (const row of rows) {
        const line = lines.get(row.unit)
        if (!running.has(row.unit)) put(line === undefined ? openDraft(row) : renewed(line, row, columns))
      }
    },
  }
}

/** The same text for the same save, so that a repeated one has one effect. */
async function keyOf(parts: readonly unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  // Plain http beyond this computer has no subtle crypto; then a repeated save is caught by its version.
  if (globalThis.crypto.subtle === undefined) return `${bytes.length}-${Date.now()}`
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
