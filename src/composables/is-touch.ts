/** Whether fingers point here: rows of charts are then as tall as a finger. */
export function isTouchScreen(): boolean {
  return matchMedia('(pointer: coarse)').matches
}
