import { formatMonth } from '#core/period/month.ts'
import { UnitChangeError, type UnitChangeProblem } from '#core/unit/change-unit.ts'
import { ApiError } from '#contract/errors.ts'
import type { View } from './view.ts'

/** `{月}` and `{单位}` stand for what is in the way. */
const TEXTS: Readonly<Record<UnitChangeProblem, string>> = {
  'month-frozen': '{月} 已定案，不能再改变该月的单位和隶属关系，请从未定案的月份起办理。',
  'month-needed': '已有定案的月份，新增单位请写明从哪个月起设立（最近定案 {月}，须在其后）。',
  'not-open': '{单位} 在 {月} 还没有设立或已经撤销，请改选月份。',
  'parent-closed': '{单位} 在 {月} 没有上级单位：所选上级那时未设立或已撤销，请先调整上级或改选月份。',
  'cycle': '不能划归自己或自己的下级单位，请另选上级。',
  'level': '层级不符：只能划归上一层级的单位，请另选上级。',
  'has-children': '{月} 起仍有下级单位 {单位}，请先撤销它们或划归别处。',
  'has-reports': '{月} 已有报表，不能从更早的月份撤销，请改选其后的月份。',
  'name-taken': '同一上级下已有 {单位}，名称或简称相同，请换一个。',
  'name-blank': '名称和简称不能为空，请填写。',
  'own-unit': '不能划转或撤销自己任职的单位，请由上级单位的系统管理员办理。',
  'kind-frozen': '{月} 已定案，改变类别会改变该月应报的表。请撤销这个单位，按新类别另设一个。',
}

const NAMED = 5

/** The refusal as the API tells it; of units in the way those that may be seen. */
export function refusedChange({ problem, units, month }: UnitChangeError, view: View): ApiError {
  const seen = units.filter(({ code }) => {
    const number = view.master.tree.indexOf(code)
    return number === undefined || view.may('see-unit', number)
  })
  const named = seen.slice(0, NAMED).map(({ code, name }) => ({ code, name }))
  const names = named.map(({ name }) => name).join('、') + (seen.length > NAMED ? ` 等 ${seen.length} 个` : '')
  const text = TEXTS[problem].replace('{月}', month === null ? '' : formatMonth(month)).replace('{单位}', names)
  return new ApiError('unit-change-refused', text, { problem, units: named, month: month === null ? null : formatMonth(month) })
}
