import { decide, relationOf, type Permission, type Relation } from '#core/access/access.ts'
import type { Role } from '#core/access/post.ts'
import { parseMonth, type Month } from '#core/period/month.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { Principal } from '../identity/principal.ts'
import { nearestUnits } from './nearest-units.ts'
import { epochShowing, type Master, type ReadModel } from './read-model.ts'

/**
 * The data as one person may see them: every use case gets its units here and nowhere else, so that what is out of
 * scope cannot be told from what does not exist.
 */
export class View {
  readonly model: ReadModel
  readonly master: Master
  readonly principal: Principal
  readonly #posts: readonly { readonly role: Role; readonly unit: number; readonly isDated: boolean }[]

  constructor(model: ReadModel, master: Master, principal: Principal) {
    this.model = model
    this.master = master
    this.principal = principal
    this.#posts = principal.posts.flatMap(({ role, unit, from, until }) => {
      const number = master.tree.indexOf(unit)
      return number === undefined ? [] : [{ role, unit: number, isDated: from !== null || until !== null }]
    })
  }

  get now(): string {
    return this.model.clock.now()
  }

  get today(): Month {
    return parseMonth(this.now.slice(0, 7))!
  }

  /** The unit that pages open at: that of the first post without dates (leave cover is not home). Null: no post holds today. */
  get home(): number | null {
    return (this.#posts.find(({ isDated }) => !isDated) ?? this.#posts[0])?.unit ?? null
  }

  /** What of the view decides on answers beside the data: the same text, the same answers. */
  get scope(): string {
    return this.#posts.map(({ role, unit }) => `${role} ${unit}`).join(', ')
  }

  /**
   * Number of the unit that is asked for; the home without a code. Rights over a report are those of its month's tree,
   * over a range those of its last month's: `month`. Today's without it.
   * @throws ApiError `unit-not-found` alike for an absent unit and for one out of scope; `forbidden` for one that is seen
   */
  unit(permission: Permission, code: string | undefined, month?: Month): number {
    this.refuseEmpty()
    const number = code === undefined ? this.home : this.master.tree.indexOf(code as UnitCode)
    if (number === null) throw new ApiError('forbidden', '您今天没有在任的岗位，请联系本单位管理员。')
    const verdict = number === undefined ? 'hidden' : decide(permission, this.#relations(number, month))
    if (verdict === 'allowed') return number!
    if (verdict === 'forbidden') throw new ApiError('forbidden')
    const seen = this.master.tree.units.filter((_, each) => this.may('see-units', each))
    throw new ApiError('unit-not-found', `没有找到代码为“${code}”的单位，请核对代码或按名称搜索。`, { unit: code, nearest: nearestUnits(seen, code!) })
  }

  /** Said before anything else is: there are no months to ask for either. @throws ApiError `unit-not-found` */
  refuseEmpty(): void {
    if (this.master.tree.root < 0) throw new ApiError('unit-not-found', '还没有任何单位，请先导入数据。')
  }

  /** Whether the permission holds over a unit, without a word. */
  may(permission: Permission, unit: number, month?: Month): boolean {
    return decide(permission, this.#relations(unit, month)) === 'allowed'
  }

  #relations(unit: number, month = this.today): { role: Role; relation: Relation }[] {
    const epoch = epochShowing(this.master, unit, month)
    return this.#posts.map((post) => ({ role: post.role, relation: relationOf(epoch, post.unit, unit) }))
  }
}
