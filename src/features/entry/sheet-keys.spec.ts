import { describe, expect, it } from 'vitest'
import { actionOf, SHEET_KEYS, type SheetMode } from './sheet-keys.ts'

const press = (mode: SheetMode, key: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean; meta?: boolean } = {}) =>
  actionOf(mode, { key, ctrlKey: held.ctrl ?? false, shiftKey: held.shift ?? false, altKey: held.alt ?? false, metaKey: held.meta ?? false })

describe('keys', () => {
  it('do what they do in Excel', () => {
    expect(press('ready', 'ArrowDown')).toEqual({ do: 'move', motion: 'down' })
    expect(press('ready', 'ArrowDown', { ctrl: true, shift: true })).toEqual({ do: 'extend', motion: 'edge-down' })
    expect(press('ready', 'End', { shift: true })).toEqual({ do: 'extend', motion: 'row-end' })
    expect(press('ready', 'd', { ctrl: true })).toEqual({ do: 'fill-down' })
    expect(press('ready', 'Enter', { shift: true })).toEqual({ do: 'enter', isBack: true })
  })

  it('are the same with Caps Lock, and with the command key of a Mac', () => {
    expect(press('ready', 'Z', { ctrl: true })).toEqual({ do: 'undo' })
    expect(press('ready', 'Z', { ctrl: true, shift: true })).toEqual({ do: 'redo' })
    expect(press('ready', 'a', { meta: true })).toEqual({ do: 'select-all' })
  })

  it('commit by arrows while typing, and move the caret while editing', () => {
    expect(press('typing', 'ArrowLeft')).toEqual({ do: 'move', motion: 'left' })
    expect(press('editing', 'ArrowLeft')).toBeNull()
    expect([press('typing', 'Delete'), press('typing', 'z', { ctrl: true }), press('editing', 'a', { ctrl: true })]).toEqual([null, null, null])
  })

  it('leave the browser and the input method what is theirs', () => {
    for (const mode of Object.keys(SHEET_KEYS) as SheetMode[]) {
      expect([press(mode, 'Process'), press(mode, '1'), press(mode, 'c', { ctrl: true }), press(mode, 'v', { ctrl: true }), press(mode, 'x', { ctrl: true })]).toEqual([null, null, null, null, null])
      expect([press(mode, ' ', { ctrl: true }), press(mode, 'Tab', { alt: true }), press(mode, 'F5')]).toEqual([null, null, null])
    }
  })
})
