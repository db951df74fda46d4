import { shallowRef, type Ref, type ShallowRef } from 'vue'
import type { SheetMode } from './sheet-keys.ts'

export interface CellEditor {
  readonly mode: Readonly<ShallowRef<SheetMode>>
  /** F2 and double click: the cell's text, caret at its end. */
  readonly edit: (text: string) => void
  /** Ends it and hands out what was typed; null when nothing was being typed. */
  readonly take: () => string | null
  readonly onInput: () => void
  readonly onCompositionEnd: () => void
  readonly focus: () => void
}

/**
 * The one input of the sheet. It lies over the active cell, empty and unseen, and always has the focus: so the first
 * key of an input method arrives in a real text field and is never lost, and typing costs no new element.
 */
export function useCellEditor(input: Readonly<Ref<HTMLInputElement | null>>): CellEditor {
  const mode = shallowRef<SheetMode>('ready')

  function edit(text: string): void {
    const field = input.value
    if (field === null) return
    if (mode.value === 'ready') field.value = text
    mode.value = 'editing'
    field.setSelectionRange(field.value.length, field.value.length)
  }

  function take(): string | null {
    const field = input.value
    if (field === null || mode.value === 'ready') return null
    const text = field.value
    field.value = ''
    mode.value = 'ready'
    return text
  }

  /** The first character, or the first letter of a composition, replaces what the cell had. */
  function onInput(): void {
    if (mode.value === 'ready') mode.value = 'typing'
  }

  /** A composition that was given up leaves the cell as it was. */
  function onCompositionEnd(): void {
    if (mode.value === 'typing' && input.value?.value === '') mode.value = 'ready'
  }

  return { mode, edit, take, onInput, onCompositionEnd, focus: () => input.value?.focus({ preventScroll: true }) }
}
