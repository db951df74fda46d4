import type { TreeEpoch } from '../unit/unit-tree.ts'
import type { Role } from './post.ts'

/** Where a unit stands, seen from the unit of a post. */
export type Relation = 'own' | 'below' | 'above' | 'sibling' | 'elsewhere'

/** What a request wants to do with a unit. */
export type Permission =
  /** A unit's name and the path to it. */
  | 'see-unit'
  /** All units of a subtree. */
  | 'see-units'
  /** Figures, targets and reports, whatever their state. */
  | 'see-figures'
  /** Totals, completion and rank of a published edition: of the siblings too, that level only. */
  | 'see-published'
  /** Save, submit and withdraw reports (自报 and 代报). */
  | 'fill'
  /** Approve and return reports of units below. */
  | 'review'
  /** Add units below, and describe them. */
  | 'manage-units'
  /** Move and close units. */
  | 'place-units'
  /** Name forms and set when they are filled: asked of the root, for they are everybody's. */
  | 'manage-forms'
  | 'manage-accounts'
  | 'read-audit'

/** `hidden`: to be answered exactly as a unit that does not exist. */
export type Verdict = 'allowed' | 'forbidden' | 'hidden'

const INSIDE: readonly Relation[] = ['own', 'below']
const NAMED: readonly Relation[] = ['own', 'below', 'above', 'sibling']
const PUBLISHED: readonly Relation[] = ['own', 'below', 'sibling']

/** The whole policy: deny by default. */
const GRANTS: Readonly<Record<Permission, Partial<Record<Role, readonly Relation[]>>>> = {
  'see-unit': { reporter: NAMED, reviewer: NAMED, leader: NAMED, system: NAMED, security: NAMED, audit: NAMED },
  'see-units': { reporter: INSIDE, reviewer: INSIDE, leader: INSIDE, system: INSIDE, security: INSIDE, audit: INSIDE },
  'see-figures': { reporter: INSIDE, reviewer: INSIDE, leader: INSIDE },
  'see-published': { reporter: PUBLISHED, reviewer: PUBLISHED, leader: PUBLISHED },
  'fill': { reporter: INSIDE },
  'review': { reviewer: ['below'] },
  'manage-units': { system: INSIDE },
  'place-units': { system: ['below'] },
  'manage-forms': { system: ['own'] },
  'manage-accounts': { security: INSIDE },
  'read-audit': { audit: INSIDE },
}

/** Where `unit` stands seen from `post`, both as numbers of the epoch's tree. A unit that is not in the tree is elsewhere. */
export function relationOf(epoch: TreeEpoch, post: number, unit: number): Relation {
  const [top, at] = [epoch.position[post] ?? -1, epoch.position[unit] ?? -1]
  if (top < 0 || at < 0) return 'elsewhere'
  if (at === top) return 'own'
  if (at > top && at < epoch.end[post]!) return 'below'
  if (at < top && top < epoch.end[unit]!) return 'above'
  return epoch.parent[unit] === epoch.parent[post] ? 'sibling' : 'elsewhere'
}

/** Whether some post gives the permission over a unit; forbidden rather than hidden when it may be seen by name. */
export function decide(permission: Permission, posts: readonly { readonly role: Role; readonly relation: Relation }[]): Verdict {
  const grants = (asked: Permission) => posts.some(({ role, relation }) => GRANTS[asked][role]?.includes(relation) === true)
  if (grants(permission)) return 'allowed'
  return posts.some(({ relation }) => INSIDE.includes(relation)) ? 'forbidden' : 'hidden'
}

/** Whether a role gives the permission anywhere: without it, no unit needs to be looked at. */
export function mayEver(permission: Permission, roles: readonly Role[]): boolean {
  return roles.some((role) => GRANTS[permission][role] !== undefined)
}
