import { shallowRef, type ShallowRef } from 'vue'
import { ApiProblem } from '#src/api/api-problem.ts'

export interface Attempt {
  readonly isPending: Readonly<ShallowRef<boolean>>
  /** What went wrong, in words; empty: nothing. */
  readonly problem: ShallowRef<string>
  readonly error: Readonly<ShallowRef<ApiProblem | null>>
  /** One at a time. @returns whether it was done */
  run(work: () => Promise<void>): Promise<boolean>
}

/** Something that a person starts and that may be refused: under way, or why not. */
export function useAttempt(otherwise: string): Attempt {
  const isPending = shallowRef(false)
  const problem = shallowRef('')
  const error = shallowRef<ApiProblem | null>(null)
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (isPending.value) return false
    isPending.value = true
    problem.value = ''
    error.value = null
    try {
      await work()
      return true
    } catch (reason) {
      error.value = reason instanceof ApiProblem ? reason : null
      problem.value = reason instanceof ApiProblem ? reason.message : otherwise
      return false
    } finally {
      isPending.value = false
    }
  }
  return { isPending, problem, error, run }
}
