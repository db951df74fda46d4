import type { ApiProblem } from '#src/api/api-problem.ts'

/** Where in a form something is wrong. */
export type UnitField = 'code' | 'name' | 'shortName' | 'kind' | 'order' | 'month' | 'parent' | 'form'
export type UnitProblems = Readonly<Partial<Record<UnitField, string>>>

const FIELDS: Readonly<Record<string, UnitField>> = {
  'month-frozen': 'month', 'not-frozen-needed': 'month', 'has-children': 'month', 'has-reports': 'month',
  'cycle': 'parent', 'level': 'parent', 'name-taken': 'name', 'kind-frozen': 'kind',
}
/** What the body calls them. */
const BODY: Readonly<Record<string, UnitField>> = { code: 'code', name: 'name', shortName: 'shortName', kind: 'kind', order: 'order', opened: 'month', from: 'month', parent: 'parent' }

/** The server's refusal, beside what it is about. */
export function refusalAt(sentence: string, error: ApiProblem | null): UnitProblems {
  if (sentence === '') return {}
  if (error?.code === 'unit-exists') return { code: sentence }
  if (error?.code === 'unit-change-refused') return { [FIELDS[String(error.details['problem'])] ?? 'form']: sentence }
  if (error?.code === 'body-invalid') return { [BODY[String(error.details['field'])] ?? 'form']: sentence }
  return { form: sentence }
}
