/**
 * What the bureau published for the whole city in 2022 (近/余 read as the plain number), transcribed by hand from the
 * publication, as it stands on the page: January to December, the city's row 合计.
 */
export const PUBLISHED_2022: readonly (readonly [indicator: string, value: number])[] = [
  ['城镇新增就业', 58_300],
  ['就业困难人员就近就地就业', 6_000],
  ['农村劳动力转移就业', 21_700],
  ['零就业家庭', 0],
  ['登记失业人员', 40_000],
  ['就业服务', 350_000],
  ['求职信息摸排', 50_000],
  ['岗位定向推送', 250_000],
  ['招聘会', 400],
  ['招聘会服务企业', 8_000],
  ['招聘会服务劳动者', 189_000],
  ['招聘会达成就业意向', 65_000],
  ['新增市场主体', 108_000],
  ['市场主体带动城乡就业', 235_000],
  ['马兰花创业培训', 206],
  ['创业培训人数', 5_000],
  ['培训后成功创业就业', 200],
  ['创业担保贷款发放', 8_000],
  ['贷款带动就业（高校毕业生、城乡青年）', 6_000],
  ['返乡意向投资项目', 28],
  ['返乡意向投资金额', 30],
  ['创新创业带动就业示范典型', 20],
  ['省级职业技能大赛金牌', 34],
  ['清水塘老工业区搬迁改造企业', 261],
  ['清水塘搬迁需安置职工居民', 80_000],
]

/** Rates follow from their parts: 65,000 ÷ 189,000. */
export const FOLLOWING_2022: readonly (readonly [indicator: string, value: number])[] = [['就业意向达成率', 34.39]]
