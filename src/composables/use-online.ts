import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** Whether the browser believes it has a network. */
export function useOnline(): Readonly<ShallowRef<boolean>> {
  const online = shallowRef(navigator.onLine)
  const update = () => {
    online.value = navigator.onLine
  }
  addEventListener('online', update)
  addEventListener('offline', update)
  onScopeDispose(() => {
    removeEventListener('online', update)
    removeEventListener('offline', update)
  })
  return online
}
