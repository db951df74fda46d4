import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'

/**
 * Follows a value one painted frame behind: what is costly to draw (charts) is given this, so that numbers paint first.
 * @returns the value of one frame ago; undefined until the first frame.
 */
export function useAfterPaint<T>(source: MaybeRefOrGetter<T>): Readonly<ShallowRef<T | undefined>> {
  const late = shallowRef<T>()
  const channel = new MessageChannel()
  let frame = 0
  channel.port1.onmessage = () => {
    late.value = toValue(source)
  }
  watch(
    () => toValue(source),
    () => {
      cancelAnimationFrame(frame)
      // A frame's callback runs before its paint, a message posted from it after.
      frame = requestAnimationFrame(() => channel.port2.postMessage(null))
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    channel.port1.close()
  })
  return late
}
