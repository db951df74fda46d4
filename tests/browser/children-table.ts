import type { Page } from 'playwright-core'

/** The main table as it stands on the page, read by role and text only. */
export interface PageTable {
  readonly indicators: readonly string[]
  readonly rows: readonly PageRow[]
}

export interface PageRow {
  readonly label: string
  /** Null where the cell is empty or says why there is no figure. */
  readonly values: readonly (number | null)[]
  readonly texts: readonly string[]
}

export const TABLE_NAME = /分单位数据/

const FIGURE = /-?[\d,]+(?:\.\d+)?/

/** `1,234.5` as 1234.5; null for —, 待审, 未报. */
export function figureIn(text: string): number | null {
  const found = FIGURE.exec(text.replace('−', '-'))
  return found === null ? null : Number(found[0].replaceAll(',', ''))
}

export async function readTable(page: Page): Promise<PageTable> {
  const table = page.getByRole('table', { name: TABLE_NAME })
  await table.waitFor()
  const raw = await table.evaluate((element) => {
    const textOf = (cell: Element) => cell.getAttribute('data-label') ?? cell.textContent?.trim() ?? ''
    const [head, ...body] = [...element.querySelectorAll('tr')].map((row) => [...row.querySelectorAll('th, td')].map(textOf))
    return { head: head ?? [], body }
  })
  return {
    indicators: raw.head.slice(1),
    rows: raw.body.map(([label, ...texts]) => ({ label: label ?? '', texts, values: texts.map(figureIn) })),
  }
}

/** A figure of the 合计 row. */
export function totalOf(table: PageTable, indicator: string): number | null {
  const column = table.indicators.findIndex((name) => name.startsWith(indicator) && /^$|^[（(]/.test(name.slice(indicator.length).trim()))
  if (column < 0) throw new Error(`no column ${indicator} among ${table.indicators.join(', ')}`)
  return table.rows[0]?.values[column] ?? null
}

/** Columns whose rows do not add up to 合计. Rates and published figures, which do not add, carry a unit of % . */
export function columnsThatDoNotAdd(table: PageTable): string[] {
  return table.indicators.filter((name, k) => {
    if (/[%％]/.test(name)) return false
    const [total, ...parts] = table.rows.map((row) => row.values[k] ?? 0)
    const sum = parts.reduce((all, value) => all + Math.round((value ?? 0) * 100), 0)
    return sum !== Math.round((total ?? 0) * 100)
  })
}
