import type { DefinitionCard } from '#core/indicator/indicator.ts'

const VERSION = '2022年度'

/** The bureau's article of 2023-02-08, from which the city's totals of 2022 are taken. */
const ARTICLE = '株洲市人社局《全力稳就业 筑牢压舱石》（2023-02-08）'

const HOST_RULE = '由主办单位填报；联合举办的只由一家主办单位填报一次。'
const YEAR_UNKNOWN = '原文未注明年度，这里按2022年填列。'

/** 口径 of each indicator, by code. Published words are quoted, with what they leave open. */
export const DEFINITION_CARDS: Readonly<Record<string, DefinitionCard>> = {
  E01: {
    formula: '报告期内城镇新就业人数 − 自然减员人数（− 重复核减）',
    counted: '单位、私营个体、公益性岗位和灵活就业的新就业人员，含初次就业和再就业；同一人一年内按首次就业时间和地点只计一次。续签合同、未间断的灵活就业不计。是检查就业工作计划完成情况的指标，不等于就业人数净增。',
    document: '劳社部发〔2004〕9号；人社厅发〔2020〕64号',
    version: VERSION,
    open: `${ARTICLE}：5.83万人，保留两位小数，即±50人。是否扣减自然减员，公开解释不一致。`,
  },
  E02: {
    formula: '报告期内登记失业人员中实现再就业的人数；其中项，与城镇新就业人数（未扣减）比较',
    counted: '已办理失业登记、本期重新就业的人员。',
    version: VERSION,
    open: '全市全年数未公布，为演示数据。',
  },
  E03: {
    formula: '报告期内就业困难人员实现就近就地就业的人数；其中项，与城镇新就业人数（未扣减）比较',
    counted: '经认定的就业困难人员，含公益性岗位安置。',
    version: VERSION,
    open: `${ARTICLE}：“6000余名”。困难人员是否同时计入失业人员再就业，各地不一。`,
  },
  E04: {
    formula: '报告期内新增转移就业的农村劳动力人数',
    counted: '本乡镇以外从事非农产业的农村劳动力；由村委会填报。转移就业总规模是另一个指标（存量），不在此列。',
    version: VERSION,
    open: `${ARTICLE}：2.17万人。外出时间以多长为准，各地口径不一。`,
  },
  E05: {
    formula: '报告期末零就业家庭户数（存量），动态清零',
    counted: '劳动年龄内有劳动能力和就业愿望的成员无一人就业的城镇家庭。',
    version: VERSION,
  },
  E06: {
    formula: '报告期末在册的登记失业人员人数（存量）',
    counted: '在街道、乡镇办理失业登记、期末仍失业的人员。',
    version: VERSION,
    open: `${ARTICLE}：“为近4万名登记失业人员提供就业服务35万次”，说的是接受服务的人数，这里读作登记人数。`,
  },
  E07: {
    formula: '季度末城镇劳动力人数（存量），即城镇就业人员与登记失业人员之和',
    counted: '由县市区按季填报，是城镇登记失业率的分母。',
    version: VERSION,
    open: '未公布，为演示数据。',
  },
  R01: { formula: '登记失业人员 ÷ 城镇劳动力 × 100%', counted: '由两项存量计算，不填报、不相加；控制线是上限。', version: VERSION },
  R04: {
    formula: '城镇调查失业人口 ÷ 城镇调查经济活动人口 × 100%',
    counted: '劳动力抽样调查结果，只有市一级；县市区以下没有此项，不得填报或推算。',
    document: '国家统计局劳动力调查制度',
    version: VERSION,
    open: '未公布，为演示数据。',
  },
  S01: {
    formula: '报告期内提供就业服务的次数',
    counted: '职业指导、岗位推荐、政策咨询等，一人多次服务按次计。',
    version: VERSION,
    open: `${ARTICLE}：35万次。`,
  },
  S02: { formula: '报告期内摸排登记的求职信息条数', counted: '村、社区上门或电话摸排所得。', version: VERSION, open: `${ARTICLE}：“近5万条”。` },
  S03: { formula: '报告期内定向推送岗位的个次', counted: '一个岗位推送给一人计一个次。', version: VERSION, open: `${ARTICLE}：25万个次。` },
  S04: { formula: '报告期内举办的招聘会场数', counted: `线上线下合计。${HOST_RULE}`, version: VERSION, open: `${ARTICLE}：“近400场”。` },
  S05: { formula: '报告期内招聘会参会企业家次', counted: HOST_RULE, version: VERSION, open: `${ARTICLE}：“8000余家次”。` },
  S06: { formula: '报告期内招聘会服务劳动者人次', counted: HOST_RULE, version: VERSION, open: `${ARTICLE}：18.9万人次。` },
  S07: {
    formula: '报告期内招聘会上达成就业意向的人次；其中项，不超过服务劳动者人次',
    counted: '意向不等于录用。',
    version: VERSION,
    open: `${ARTICLE}：6.5万人次。`,
  },
  R02: { formula: '达成就业意向人次 ÷ 服务劳动者人次 × 100%', counted: '由两项流量计算，不填报、不相加。', version: VERSION },
  M01: {
    formula: '报告期内新登记的市场主体户数',
    counted: '企业、个体工商户和农民专业合作社；市场监管部门提供，按县市区列示。2023年起文件改称“经营主体”。',
    version: VERSION,
    open: `${ARTICLE}：“10.8万余户”。`,
  },
  M02: {
    formula: '新增市场主体带动的城乡就业人数（估算）',
    counted: '带动口径，与城镇新增就业口径不同，二者不得相加。',
    version: VERSION,
    open: `${ARTICLE}：23.5万人。`,
  },
  T01: { formula: '报告期内开班的马兰花创业培训期数', counted: '按开班计。', version: VERSION, open: `${ARTICLE}：206期。${YEAR_UNKNOWN}` },
  T02: { formula: '报告期内参加创业培训的人数', counted: '按开班人数计。', version: VERSION, open: `${ARTICLE}：“5000余名”。${YEAR_UNKNOWN}` },
  T03: {
    formula: '培训后成功创业或就业的人数；其中项，不超过创业培训人数',
    counted: '按取得营业执照或签订合同计。',
    version: VERSION,
    open: `${ARTICLE}：“近200名”。${YEAR_UNKNOWN}`,
  },
  T04: {
    formula: '报告期内参加补贴性职业技能培训的人数',
    counted: '按结业计。',
    version: VERSION,
    open: '2021年11.28万人见省政协调研报道（2022-04-14）；2022年未公布，为演示数据。',
  },
  L01: { formula: '报告期内发放的创业担保贷款金额', counted: '按放款日计。', version: VERSION, open: `${ARTICLE}：0.8亿元。${YEAR_UNKNOWN}` },
  L02: {
    formula: '创业担保贷款带动就业人数（估算）',
    counted: '高校毕业生和城乡青年等；带动口径，不得与城镇新增就业相加。',
    version: VERSION,
    open: `${ARTICLE}：“6000余人”。`,
  },
  H01: { formula: '本年返乡意向投资项目个数', counted: '意向，不等于开工。', version: VERSION, open: YEAR_UNKNOWN },
  H02: { formula: '本年返乡意向投资金额', counted: '意向，不等于到位资金。', version: VERSION, open: YEAR_UNKNOWN },
  H03: { formula: '本年评选的创新创业带动就业示范典型个数', version: VERSION },
  H04: { formula: '省级职业技能大赛金牌枚数', counted: '湖南省首届职业技能大赛。', version: VERSION, open: YEAR_UNKNOWN },
  Q01: {
    formula: '清水塘老工业区搬迁改造涉及的企业家数（背景数）',
    version: VERSION,
    open: `${ARTICLE}：261家，原文为过去时（“曾聚集”），2017年起搬迁。`,
  },
  Q02: { formula: '清水塘搬迁需安置的职工居民人数（背景数）', version: VERSION, open: `${ARTICLE}：“近8万人”。` },
}
