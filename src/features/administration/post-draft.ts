import { mayBeHeldTogether, ROLES, type Role } from '#core/access/post.ts'
import { errorCatalogue } from '#contract/errors.ts'
import { ROLE_NAMES } from '#src/features/sign-in/role-names.ts'
import type { UnitDirectory } from './unit-directory.ts'

/** A post as the API takes it. */
export interface PostFields {
  readonly unit: string
  readonly role: Role
  readonly from: string | null
  readonly until: string | null
}

/** A post as somebody writes it; dates may be empty. */
export interface PostDraft {
  readonly unit: string
  readonly role: string
  readonly from: string
  readonly until: string
}

export interface CheckedPosts {
  readonly posts: readonly PostFields[]
  /** In words; empty: nothing is wrong. */
  readonly problems: readonly string[]
}

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/
/** Problems that are told with choices name at most so many. */
const NAMED = 3

/** Reads what was written; the same for a form and for a line of a sheet. */
export function checkPosts(drafts: readonly PostDraft[], directory: UnitDirectory): CheckedPosts {
  const problems: string[] = []
  const posts = drafts.flatMap((draft) => {
    const checked = checkPost(draft, directory)
    problems.push(...checked.problems)
    return checked.post === null ? [] : [checked.post]
  })
  if (drafts.length === 0) problems.push('至少要有一个岗位')
  if (!mayBeHeldTogether(posts.map(({ role }) => role))) problems.push(errorCatalogue['posts-conflict'].message)
  return { posts, problems: [...new Set(problems)] }
}

function checkPost(draft: PostDraft, directory: UnitDirectory): { post: PostFields | null; problems: string[] } {
  const problems: string[] = []
  const found = directory.find(draft.unit)
  if (draft.unit.trim() === '') problems.push('缺单位')
  else if (found.length === 0) problems.push(`没有单位“${draft.unit.trim()}”`)
  else if (found.length > 1) problems.push(`“${draft.unit.trim()}”有${found.length}个，请写代码或上级，如 ${found.slice(0, NAMED).map(({ path }) => path.slice(-2).join('/')).join('、')}`)
  const role = roleOf(draft.role)
  if (role === null) problems.push(draft.role.trim() === '' ? '缺角色' : `不认识角色“${draft.role.trim()}”`)
  const [from, until] = [dayOf(draft.from), dayOf(draft.until)]
  for (const [day, text] of [[from, draft.from], [until, draft.until]] as const) if (day === undefined) problems.push(`日期“${text.trim()}”应写成 2023-07-01`)
  if (from && until && from > until) problems.push('起始日期晚于截止日期')
  const [unit] = found
  if (problems.length > 0 || unit === undefined || role === null) return { post: null, problems }
  return { post: { unit: unit.code, role, from: from ?? null, until: until ?? null }, problems }
}

export function roleOf(text: string): Role | null {
  const wanted = text.trim()
  return ROLES.find((role) => role === wanted || ROLE_NAMES[role] === wanted || `${ROLE_NAMES[role]}员` === wanted) ?? null
}

/** Null when it is empty; undefined when it is no day. */
function dayOf(text: string): string | null | undefined {
  if (text.trim() === '') return null
  const found = DAY.exec(text.trim())
  if (found === null) return undefined
  const day = [found[1]!, found[2]!.padStart(2, '0'), found[3]!.padStart(2, '0')].join('-')
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined
}

/** 石峰区 填报（2023-07-01 至 2023-07-31）. */
export function postText({ unit, role, from, until }: PostFields, directory: Pick<UnitDirectory, 'nameOf'>): string {
  const span = from === null && until === null ? '' : `（${from === null ? '' : `${from} `}${until === null ? '起' : `至 ${until}`}）`
  return `${directory.nameOf(unit)} ${ROLE_NAMES[role]}${span}`
}
