import type { EndpointName } from '#contract/endpoints.ts'
import type { ErrorCode } from '#contract/errors.ts'

export interface Case {
  readonly endpoint: EndpointName
  readonly path: string
  /** The error it must end in; without it: 200 and a body of the endpoint's schema. */
  readonly error?: ErrorCode
}

const CITY = '430200000000'
const DISTRICT = '430204000000'
const VILLAGE = '430202001001'
const BASES = ['live', 'approved', 'edition'] as const

function good(endpoint: EndpointName, ...paths: string[]): Case[] {
  return paths.map((path) => ({ endpoint, path }))
}

function bad(endpoint: EndpointName, error: ErrorCode, ...paths: string[]): Case[] {
  return paths.map((path) => ({ endpoint, path, error }))
}

/** Asked of a tree with more cells than one page may ask for, which the demo city is not. */
export const WIDE_CASES: readonly Case[] = [
  ...bad('cube', 'cube-too-large', '/api/cube?from=2020-01&to=2024-12&basis=live'),
  ...good('cube', '/api/cube?from=2024-12&to=2024-12&basis=live', '/api/cube?from=2020-01&to=2024-12&basis=live&depth=1'),
]

/** With `WIDE_CASES` every endpoint, and each of its errors at least once: a test holds that. */
export const CASES: readonly Case[] = [
  ...good('periods', '/api/periods'),
  ...bad('periods', 'query-invalid', '/api/periods?now=2020'),
  ...good('catalogue', '/api/indicators'),
  ...good('forms', '/api/forms'),
  ...bad('forms', 'query-invalid', '/api/forms?form=MONTH'),
  ...good('units', '/api/units', `/api/units?root=${DISTRICT}`, `/api/units?root=${VILLAGE}`, `/api/units?root=${DISTRICT}&history=1`, '/api/units?orders=1', `/api/units?root=${DISTRICT}&history=1&orders=1`),
  ...bad('units', 'unit-not-found', '/api/units?root=1'),
  ...bad('units', 'query-invalid', '/api/units?root=', '/api/units?history=0', '/api/units?orders=0', `/api/units?root=${CITY}&root=${DISTRICT}`),
  ...good('unit', `/api/units/${CITY}`, `/api/units/${DISTRICT}`, `/api/units/${VILLAGE}`),
  ...bad('unit', 'unit-not-found', '/api/units/430299000000', `/api/units/${encodeURIComponent("' or 1=1 --")}`,
    '/api/units/%E0%A4%A', '/api/units/%00', '/api/units/%2F', '/api/units/__proto__'),
  ...good('search', `/api/search?q=${encodeURIComponent('文化路')}`, '/api/search?q=whl', '/api/search?q=430202', '/api/search?q=%25', '/api/search?q=zzzzz'),
  ...bad('search', 'query-invalid', '/api/search?q=%00', '/api/search?q=a%00b', '/api/search', '/api/search?q=', `/api/search?q=${'x'.repeat(65)}`),
  ...good('paces', '/api/paces?year=2021', '/api/paces?year=2022', '/api/paces?year=2023', '/api/paces?year=1999'),
  ...bad('paces', 'query-invalid', '/api/paces', '/api/paces?year=22', '/api/paces?year=2022-01'),
  ...good('targets', '/api/targets?year=2022', `/api/targets?year=2023&unit=${DISTRICT}`, '/api/targets?year=2022&scheme=province', '/api/targets?year=1999'),
  ...bad('targets', 'unit-not-found', '/api/targets?year=2022&unit=1'),
  ...bad('targets', 'query-invalid', '/api/targets?year=2022&scheme=nation'),
  ...good('reports', `/api/reports/${VILLAGE}?from=2022-01&to=2022-12`, `/api/reports/${CITY}?from=2023-05&to=2023-06`, `/api/reports/${DISTRICT}?from=2022-12&to=2022-12`),
  ...bad('reports', 'unit-not-found', '/api/reports/1?from=2022-01&to=2022-01'),
  ...bad('reports', 'range-invalid', `/api/reports/${VILLAGE}?from=2022-02&to=2022-01`, `/api/reports/${VILLAGE}?from=2010-01&to=2022-01`),
  ...bad('reports', 'month-invalid', `/api/reports/${VILLAGE}?from=2022-13&to=2022-12`),
  ...good('sheet', `/api/sheets/${VILLAGE}/MONTH/2023-06`, `/api/sheets/${DISTRICT}/MONTH/2023-06?rows=children`, `/api/sheets/${DISTRICT}/MONTH/2022-12?rows=all`, `/api/sheets/${CITY}/YEAR/2022-12`),
  ...bad('sheet', 'unit-not-found', '/api/sheets/1/MONTH/2023-06'),
  ...bad('sheet', 'report-not-found', `/api/sheets/${VILLAGE}/MARKET/2023-06`, `/api/sheets/${CITY}/YEAR/2022-11`),
  ...bad('sheet', 'month-invalid', `/api/sheets/${VILLAGE}/MONTH/2023-13`),
  ...bad('sheet', 'sheet-too-large', `/api/sheets/${CITY}/MONTH/2023-06?rows=all`),
  ...bad('sheet', 'query-invalid', `/api/sheets/${VILLAGE}/MONTH/2023-06?rows=some`),
  ...good('totals', '/api/totals', `/api/totals?unit=${DISTRICT}&from=2022-01&to=2022-12`, '/api/totals?to=2022-03', '/api/totals?from=2021-07&to=2022-06&basis=edition',
    // Of a month that has just begun one may ask who is missing.
    '/api/totals?from=2023-07&to=2023-07', '/api/totals?scheme=province&to=2022-09', '/api/totals?from=2023-05', '/api/totals?from=2022-04'),
  ...BASES.flatMap((basis) => good('totals', `/api/totals?unit=${CITY}&from=2022-01&to=2022-12&basis=${basis}`)),
  ...good('totals', '/api/totals?from=2023-01&to=2023-06&basis=live', '/api/totals?from=2023-01&to=2023-06&basis=approved'),
  ...bad('totals', 'unit-not-found', '/api/totals?unit=1'),
  ...bad('totals', 'range-invalid', '/api/totals?from=2022-02&to=2022-01', '/api/totals?from=2000-01&to=2022-01', '/api/totals?from=2030-01&to=2030-01',
    '/api/totals?from=2020-12&to=2020-12', '/api/totals?to=2020-12', '/api/totals?from=2023-08'),
  ...bad('totals', 'months-not-frozen', '/api/totals?from=2023-01&to=2023-06&basis=edition'),
  ...bad('totals', 'month-invalid', '/api/totals?from=2022-1', '/api/totals?to=2022-00'),
  ...bad('totals', 'query-invalid', '/api/totals?basis=draft', '/api/totals?form=x'),
  ...BASES.flatMap((basis) => good('cube', `/api/cube?from=2022-01&to=2022-12&basis=${basis}`)),
  ...good('cube', `/api/cube?unit=${DISTRICT}&from=2021-01&to=2022-12&basis=edition`, '/api/cube?from=2023-06&to=2023-06&basis=live',
    `/api/cube?unit=${CITY}&from=2022-01&to=2023-06&basis=live&depth=1`, `/api/cube?unit=${DISTRICT}&from=2022-01&to=2022-12&basis=approved&depth=1`, `/api/cube?unit=${VILLAGE}&from=2022-01&to=2022-12&basis=edition&depth=1`),
  ...bad('cube', 'unit-not-found', '/api/cube?unit=1&from=2022-01&to=2022-12&basis=live'),
  ...bad('cube', 'range-invalid', '/api/cube?from=2022-12&to=2022-01&basis=live', '/api/cube?from=1999-01&to=1999-12&basis=live'),
  ...bad('cube', 'months-not-frozen', '/api/cube?from=2023-01&to=2023-06&basis=edition'),
  ...bad('cube', 'query-invalid', '/api/cube', '/api/cube?from=2022-01&to=2022-12&basis=live&depth=2', '/api/cube?from=2022-01&to=2022-12'),
  ...good('session', '/api/session'),
  ...good('sessions', '/api/sessions'),
  ...bad('accounts', 'forbidden', '/api/accounts', '/api/accounts?unit=1'),
  ...bad('audit', 'forbidden', '/api/audit'),
]
