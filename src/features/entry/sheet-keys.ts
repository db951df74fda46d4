import type { Motion } from './sheet-selection.ts'

/**
 * `ready`: a cell is selected. `typing`: typing replaced its text, arrows commit. `editing` (F2): its text is edited,
 * arrows move the caret.
 */
export type SheetMode = 'ready' | 'typing' | 'editing'

export type SheetAction =
  | { readonly do: 'move' | 'extend'; readonly motion: Motion }
  | { readonly do: 'tab' | 'enter'; readonly isBack: boolean }
  | { readonly do: 'edit' | 'cancel' | 'clear' | 'select-all' | 'fill-down' | 'fill-right' | 'fill-range' | 'undo' | 'redo' | 'free-tab' }

/** Ctrl is also the Mac's command key. */
type Chord = string
type KeyMap = Readonly<Record<Chord, SheetAction>>

const MOTIONS: Readonly<Record<Chord, Motion>> = {
  ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right',
  'Ctrl+ArrowUp': 'edge-up', 'Ctrl+ArrowDown': 'edge-down', 'Ctrl+ArrowLeft': 'edge-left', 'Ctrl+ArrowRight': 'edge-right',
  Home: 'row-start', End: 'row-end', 'Ctrl+Home': 'sheet-start', 'Ctrl+End': 'sheet-end',
  PageUp: 'page-up', PageDown: 'page-down',
}
const moves: KeyMap = Object.fromEntries(Object.entries(MOTIONS).map(([chord, motion]) => [chord, { do: 'move', motion }]))
const extensions: KeyMap = Object.fromEntries(
  Object.entries(MOTIONS).map(([chord, motion]) => [chord.startsWith('Ctrl+') ? chord.replace('Ctrl+', 'Ctrl+Shift+') : `Shift+${chord}`, { do: 'extend', motion }]),
)
const leaving: KeyMap = {
  Tab: { do: 'tab', isBack: false }, 'Shift+Tab': { do: 'tab', isBack: true },
  Enter: { do: 'enter', isBack: false }, 'Shift+Enter': { do: 'enter', isBack: true },
}
const finishing: KeyMap = { ...leaving, Escape: { do: 'cancel' }, 'Ctrl+Enter': { do: 'fill-range' } }
const { ArrowUp, ArrowDown, ArrowLeft, ArrowRight, PageUp, PageDown } = moves

/** Copy, cut and paste are no keys here: the browser's own events carry the clipboard, from keys and menus alike. */
export const SHEET_KEYS: Readonly<Record<SheetMode, KeyMap>> = {
  ready: {
    ...moves, ...extensions, ...leaving,
    F2: { do: 'edit' },
    Delete: { do: 'clear' }, Backspace: { do: 'clear' },
    'Ctrl+a': { do: 'select-all' }, 'Ctrl+d': { do: 'fill-down' }, 'Ctrl+r': { do: 'fill-right' },
    'Ctrl+z': { do: 'undo' }, 'Ctrl+y': { do: 'redo' }, 'Ctrl+Shift+z': { do: 'redo' },
    // Tab moves inside the sheet: after Escape the next one leaves it.
    Escape: { do: 'free-tab' },
  },
  typing: { ...finishing, ArrowUp: ArrowUp!, ArrowDown: ArrowDown!, ArrowLeft: ArrowLeft!, ArrowRight: ArrowRight!, PageUp: PageUp!, PageDown: PageDown!, F2: { do: 'edit' } },
  editing: finishing,
}

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

export function actionOf(mode: SheetMode, { key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): SheetAction | null {
  if (altKey) return null
  // Capitals by Shift or Caps Lock are the same key.
  const name = key.length === 1 ? key.toLowerCase() : key
  const chord = `${ctrlKey || metaKey ? 'Ctrl+' : ''}${shiftKey ? 'Shift+' : ''}${name}`
  return SHEET_KEYS[mode][chord] ?? null
}
