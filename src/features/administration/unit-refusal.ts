import type { UnitChangeProblem } from '#core/unit/change-unit.ts'
import type { ApiProblem } from '#src/api/api-problem.ts'

/** Where in a form something is wrong. */
export type UnitField = 'code' | 'name' | 'shortName' | 'kind' | 'order' | 'month' | 'parent' | 'form'
export type UnitProblems = Readonly<Partial<Record<UnitField, string>>>

const FIELDS: Readonly<Record<UnitChangeProblem, UnitField>> = {
  'month-frozen': 'month', 'month-needed': 'month', 'not-open': 'month', 'has-children': 'month', 'has-reports': 'month',
  'parent-closed': 'parent', 'cycle': 'parent', 'level': 'parent', 'name-taken': 'name', 'name-blank': 'name', 'kind-frozen': 'kind', 'own-unit': 'form',
}
/** What the bodies call them. */
const BODY: Readonly<Record<string, UnitField>> = { code: 'code', name: 'name', shortName: 'shortName', kind: 'kind', order: 'order', opened: 'month', from: 'month', parent: 'parent' }

/** The server's refusal, beside what it is about; at the form's end where the form has no such field. */
export function refusalAt(sentence: string, error: ApiProblem | null, fields: readonly UnitField[]): UnitProblems {
  if (sentence === '') return {}
  const field = fieldOf(error)
  return { [field !== undefined && fields.includes(field) ? field : 'form']: sentence }
}

function fieldOf(error: ApiProblem | null): UnitField | undefined {
  if (error?.code === 'unit-exists') return 'code'
  if (error?.code === 'unit-change-refused') return FIELDS[error.details['problem'] as UnitChangeProblem]
  return error?.code === 'body-invalid' ? BODY[String(error.details['field'])] : undefined
}
