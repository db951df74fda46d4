/** Why a change of units is refused. Permanent: told as `details.problem`. */
export type UnitChangeProblem =
  /** Some month that would change is frozen. */
  | 'month-frozen'
  /** A first month must be given: some month is frozen. */
  | 'month-needed'
  /** The unit is not open in the month of a move, or would close before it opens. */
  | 'not-open'
  /** The parent is not open (or not in the tree) in every month in which the unit is. */
  | 'parent-closed'
  | 'cycle'
  /** The parent's level and one is not the unit's. */
  | 'level'
  /** Units below it are open in months in which it would be closed. */
  | 'has-children'
  /** It has reports in months in which it would be closed. */
  | 'has-reports'
  /** A sibling of some month has the name, or the short name. */
  | 'name-taken'
  /** The unit of one's own post. */
  | 'own-unit'
  /** The new kind would change who owes what in a frozen month. */
  | 'kind-frozen'
  /** Nothing but spaces. */
  | 'name-blank'
