import { inject, type InjectionKey } from 'vue'

/** Opens the definition card of an indicator. */
export const showDefinitionKey: InjectionKey<(code: string) => void> = Symbol('show definition')

export function useShowDefinition(): (code: string) => void {
  return inject(showDefinitionKey, () => {})
}
