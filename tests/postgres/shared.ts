import type { TestProject } from 'vitest/node'
import { createPostgres } from './embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the run's PostgreSQL. */
    readonly postgres: string
  }
}

/** One PostgreSQL for all spec files of a run: starting it takes a second. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await createPostgres()
  project.provide('postgres', postgres.url)
  return () => postgres.remove()
}
