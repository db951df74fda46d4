import { ApiError } from '#contract/errors.ts'
import { MasterChanged } from '../store/store.ts'

const MOST_TRIES = 3

/** Units and forms may change while somebody writes: then everything is looked up and decided again. */
export async function decidingAgain<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof MasterChanged)) throw error
      if (tries === MOST_TRIES) throw new ApiError('unavailable', undefined, { retryAfter: 1 })
    }
  }
}
