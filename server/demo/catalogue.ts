import type { Form, FormCode } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode, IndicatorKind, IndicatorRole, IndicatorSense, UnitPattern } from '#core/indicator/indicator.ts'
import type { UnitCode } from '#core/unit/unit.ts'
import { DEFINITION_CARDS } from './definition-cards.ts'

const CITY: UnitPattern = { level: 1 }
const DISTRICT: UnitPattern = { level: 2 }
const STREET: UnitPattern = { level: 3 }
const VILLAGE: UnitPattern = { level: 4 }
const VILLAGE_COMMITTEE: UnitPattern = { level: 4, kind: '村委会' }
const SHIFENG: UnitPattern = { unit: '430204000000' as UnitCode }
const NOBODY: readonly UnitPattern[] = []

type Row = readonly [
  code: string, name: string, unit: string, decimals: number,
  kind: IndicatorKind, sense: IndicatorSense, role: IndicatorRole, entry: readonly UnitPattern[],
]

/** Official order: the first six 考核 indicators with a pace are the headline tiles. */
const ROWS: readonly Row[] = [
  ['E01', '城镇新增就业', '人', 0, 'flow', 'atLeast', 'assessed', [VILLAGE, STREET, CITY]],
  ['E02', '失业人员再就业', '人', 0, 'flow', 'atLeast', 'assessed', [VILLAGE, STREET]],
  ['E03', '就业困难人员就近就地就业', '人', 0, 'flow', 'atLeast', 'assessed', [VILLAGE, STREET]],
  ['E04', '农村劳动力转移就业', '人', 0, 'flow', 'atLeast', 'assessed', [VILLAGE_COMMITTEE]],
  ['E05', '零就业家庭', '户', 0, 'stock', 'zero', 'assessed', [VILLAGE]],
  ['E06', '登记失业人员', '人', 0, 'stock', 'none', 'monitored', [STREET]],
  ['E07', '城镇劳动力', '人', 0, 'stock', 'none', 'monitored', [DISTRICT]],
  ['R01', '城镇登记失业率', '%', 2, 'rate', 'atMost', 'assessed', NOBODY],
  ['R04', '城镇调查失业率', '%', 1, 'published', 'atMost', 'monitored', [CITY]],
  ['S01', '就业服务', '次', 0, 'flow', 'atLeast', 'assessed', [VILLAGE, STREET, DISTRICT]],
  ['S02', '求职信息摸排', '条', 0, 'flow', 'none', 'monitored', [VILLAGE]],
  ['S03', '岗位定向推送', '个次', 0, 'flow', 'none', 'monitored', [VILLAGE, STREET, DISTRICT]],
  ['S04', '招聘会', '场', 0, 'flow', 'atLeast', 'monitored', [STREET, DISTRICT, CITY]],
  ['S05', '招聘会服务企业', '家次', 0, 'flow', 'none', 'monitored', [STREET, DISTRICT, CITY]],
  ['S06', '招聘会服务劳动者', '人次', 0, 'flow', 'none', 'monitored', [STREET, DISTRICT, CITY]],
  ['S07', '招聘会达成就业意向', '人次', 0, 'flow', 'none', 'monitored', [STREET, DISTRICT, CITY]],
  ['R02', '就业意向达成率', '%', 2, 'rate', 'none', 'monitored', NOBODY],
  ['M01', '新增市场主体', '户', 0, 'flow', 'none', 'monitored', [DISTRICT]],
  ['M02', '市场主体带动城乡就业', '人', 0, 'flow', 'none', 'monitored', [DISTRICT]],
  ['T01', '马兰花创业培训', '期', 0, 'flow', 'atLeast', 'assessed', [DISTRICT, CITY]],
  ['T02', '创业培训人数', '人', 0, 'flow', 'atLeast', 'assessed', [DISTRICT, CITY]],
  ['T03', '培训后成功创业就业', '人', 0, 'flow', 'none', 'monitored', [DISTRICT, CITY]],
  ['T04', '职业技能培训', '人', 0, 'flow', 'atLeast', 'assessed', [DISTRICT, CITY]],
  ['L01', '创业担保贷款发放', '万元', 2, 'flow', 'atLeast', 'assessed', [DISTRICT, CITY]],
  ['L02', '贷款带动就业（高校毕业生、城乡青年）', '人', 0, 'flow', 'none', 'monitored', [DISTRICT, CITY]],
  ['H01', '返乡意向投资项目', '个', 0, 'flow', 'none', 'monitored', [CITY]],
  ['H02', '返乡意向投资金额', '亿元', 2, 'flow', 'none', 'monitored', [CITY]],
  ['H03', '创新创业带动就业示范典型', '个', 0, 'flow', 'none', 'monitored', [CITY]],
  ['H04', '省级职业技能大赛金牌', '枚', 0, 'flow', 'none', 'monitored', [CITY]],
  ['Q01', '清水塘老工业区搬迁改造企业', '家', 0, 'stock', 'none', 'monitored', [SHIFENG]],
  ['Q02', '清水塘搬迁需安置职工居民', '人', 0, 'stock', 'none', 'monitored', [SHIFENG]],
]

/** 其中: part → whole. */
const SUBSETS: Readonly<Record<string, string>> = { E02: 'E01', E03: 'E01', S07: 'S06', T03: 'T02' }

/** Rate → numerator and denominator. */
const RATES: Readonly<Record<string, readonly [string, string]>> = { R01: ['E06', 'E07'], R02: ['S07', 'S06'] }

function codeOf(text: string | undefined): IndicatorCode | null {
  return text === undefined ? null : (text as IndicatorCode)
}

export const DEMO_INDICATORS: readonly Indicator[] = ROWS.map(([code, name, unit, decimals, kind, sense, role, entry]) => ({
  code: code as IndicatorCode,
  name, unit, decimals, kind, sense, role, entry,
  numerator: codeOf(RATES[code]?.[0]),
  denominator: codeOf(RATES[code]?.[1]),
  subsetOf: codeOf(SUBSETS[code]),
  pace: 'straight',
  milestones: null,
  definition: DEFINITION_CARDS[code] ?? {},
}))

function form(code: string, name: string, rest: Pick<Form, 'frequency' | 'fillers' | 'department'>, indicators: string): Form {
  return { code: code as FormCode, name, ...rest, indicators: indicators.split(' ') as IndicatorCode[] }
}

const EMPLOYMENT_BUREAU = '市人社局'

export const DEMO_FORMS: readonly Form[] = [
  form('MONTH', '就业工作月报', { frequency: 'month', fillers: [VILLAGE, STREET, DISTRICT, CITY], department: EMPLOYMENT_BUREAU },
    'E01 E02 E03 E04 E05 E06 S01 S02 S03 S04 S05 S06 S07 T01 T02 T03 T04 L01 L02'),
  form('MARKET', '市场主体月报', { frequency: 'month', fillers: [DISTRICT], department: '市市场监管局' }, 'M01 M02'),
  form('LABOUR', '城镇劳动力季报', { frequency: 'quarter', fillers: [DISTRICT], department: EMPLOYMENT_BUREAU }, 'E07'),
  form('SURVEY', '城镇调查失业率', { frequency: 'month', fillers: [CITY], department: '国家统计局株洲调查队' }, 'R04'),
  form('YEAR', '就业工作年报', { frequency: 'year', fillers: [CITY, SHIFENG], department: EMPLOYMENT_BUREAU }, 'H01 H02 H03 H04 Q01 Q02'),
]
