import { pinyin } from 'pinyin-pro'

const NOT_SEARCHABLE = /[^a-z0-9]/g

/** Pinyin initials of a name, lower case: 文化路社区居委会 → whlsqjwh. Letters and digits stay, the rest is dropped. */
export function initialsOf(name: string): string {
  const letters = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
  return letters.join('').toLowerCase().replace(NOT_SEARCHABLE, '')
}
