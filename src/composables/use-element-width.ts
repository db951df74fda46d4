import { onMounted, onScopeDispose, shallowRef, type Ref, type ShallowRef } from 'vue'

/** Inner width of an element in px, known before its first paint; 0 until it is mounted. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<ShallowRef<number>> {
  const width = shallowRef(0)
  const update = () => { width.value = element.value?.clientWidth ?? 0 }
  const observer = new ResizeObserver(update)
  onMounted(() => {
    update()
    if (element.value !== null) observer.observe(element.value)
  })
  onScopeDispose(() => observer.disconnect())
  return width
}
