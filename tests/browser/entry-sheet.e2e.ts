import axe from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { openSuite } from './suite.ts'
import { serveSheetPage } from './sheet-page/serve.ts'
import type { WatchedPage } from './watched-page.ts'

const suite = openSuite(serveSheetPage)
let watched: WatchedPage
let page: Page

async function openSheet(query = ''): Promise<void> {
  watched = await suite.open({ permissions: ['clipboard-read', 'clipboard-write'] })
  page = watched.page
  await page.goto(`${suite.server.url}${query}`)
  await page.getByRole('textbox', { name: '2023年6月填报，当前单元格' }).focus()
}

afterEach(async () => {
  const { faults } = watched
  await watched.close()
  expect(faults).toEqual([])
})

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Row and column as people count them: 1 is the first unit, the first indicator. */
function cell(row: number, column: number): Locator {
  return page.locator(`tr[aria-rowindex="${row + 1}"] > [aria-colindex="${column + 1}"]`)
}

/** What the cell says, without its mark for screen readers. */
async function textOf(row: number, column: number): Promise<string> {
  return cell(row, column).evaluate((element) => element.firstChild?.textContent ?? '')
}

async function texts(top: number, left: number, rows: number, columns: number): Promise<string[][]> {
  return Promise.all(Array.from({ length: rows }, (_, r) => Promise.all(Array.from({ length: columns }, (_, c) => textOf(top + r, left + c)))))
}

/** The active cell as assistive technology finds it: by the input's own reference. */
async function activeCell(): Promise<readonly [row: number, column: number]> {
  return page.evaluate(() => {
    const element = document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '')
    return [Number(element?.closest('tr')?.ariaRowIndex ?? element?.closest('tr')?.getAttribute('aria-rowindex')) - 1, Number(element?.getAttribute('aria-colindex')) - 1] as const
  })
}

async function clipboard(text: string, html?: string): Promise<void> {
  await page.evaluate(async ([plain, markup]) => {
    const parts: Record<string, Blob> = { 'text/plain': new Blob([plain!], { type: 'text/plain' }) }
    if (markup !== undefined) parts['text/html'] = new Blob([markup], { type: 'text/html' })
    await navigator.clipboard.write([new ClipboardItem(parts)])
  }, [text, html])
}

describe('typing', () => {
  it('replaces, and Enter, Tab and arrows commit', async () => {
    await openSheet()
    await page.keyboard.type('5')
    await press('Tab')
    await page.keyboard.type('6')
    await press('Tab')
    await page.keyboard.type('7')
    await press('Enter')
    // Back to the column in which the run of Tabs began.
    expect(await activeCell()).toEqual([2, 1])
    await page.keyboard.type('8')
    await press('ArrowDown')
    expect(await texts(1, 1, 2, 3)).toEqual([['5', '6', '7'], ['8', '38', '45']])
    expect(await activeCell()).toEqual([3, 1])
  })

  it('is edited by F2 and by a double click, and undone by Escape', async () => {
    await openSheet()
    await press('ArrowDown', 'F2')
    await page.keyboard.type('9')
    await press('ArrowLeft', 'Backspace', 'Enter')
    expect(await textOf(2, 1)).toBe('39')
    await cell(4, 2).dblclick()
    await page.keyboard.type('0')
    await press('Escape')
    expect(await textOf(4, 2)).toBe('3')
    await page.keyboard.type('77')
    await press('Escape', 'Enter')
    expect(await textOf(4, 2)).toBe('3')
    expect(await activeCell()).toEqual([5, 2])
  })

  it('keeps text in a figure cell visible and marked', async () => {
    await openSheet()
    await page.keyboard.type('12x')
    await press('Enter')
    const bad = cell(1, 1)
    expect(await bad.textContent()).toBe('12x（有错误）')
    expect([await bad.getAttribute('aria-invalid'), await bad.getAttribute('title')]).toEqual(['true', '单位不符，这一项按“人”填，请只填数字'])
  })

  it('takes the first letter of an input method, and leaves the cell alone when a composition is given up', async () => {
    await openSheet()
    await press('ArrowDown')
    const cdp = await page.context().newCDPSession(page)
    const compose = async (text: string, key: string) => {
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: key, windowsVirtualKeyCode: 229 })
      await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    }
    await compose('w', 'KeyW')
    await compose('we', 'KeyE')
    await cdp.send('Input.insertText', { text: '未取得' })
    await press('Enter')
    expect([await textOf(2, 1), await cell(2, 1).getAttribute('data-kind')]).toEqual(['未取得', 'not-obtained'])
    await compose('w', 'KeyW')
    await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
    await press('Enter')
    expect(await textOf(3, 1)).toBe('62')
  })

  it('is refused where a cell is closed', async () => {
    await openSheet()
    await cell(5, 4).click()
    await page.keyboard.type('1')
    await press('F2', 'Enter')
    expect([await textOf(5, 4), await cell(5, 4).getAttribute('aria-readonly')]).toEqual(['', 'true'])
    await cell(7, 1).click()
    await press('Delete')
    expect(await textOf(7, 1)).toBe('89')
  })

  it('is committed when the focus leaves', async () => {
    await openSheet()
    await page.keyboard.type('41')
    await page.getByRole('button', { name: '提交' }).click()
    expect(await textOf(1, 1)).toBe('41')
  })
})

describe('moving', () => {
  it('goes by arrows, Ctrl, Home, End and pages, and back by name', async () => {
    await openSheet('?rows=300&columns=20')
    const walk: [string, number, number][] = [
      ['ArrowRight', 1, 2], ['ArrowDown', 2, 2], ['Control+ArrowDown', 5, 2], ['Control+ArrowDown', 7, 2], ['Control+ArrowRight', 7, 20],
      ['Home', 7, 1], ['End', 7, 20], ['Control+End', 300, 20], ['Control+Home', 1, 1], ['Shift+Enter', 1, 1], ['Enter', 2, 1],
    ]
    for (const [key, row, column] of walk) {
      await press(key)
      expect([key, ...await activeCell()]).toEqual([key, row, column])
    }
    await press('PageDown', 'PageUp')
    expect(await activeCell()).toEqual([2, 1])
    await page.getByRole('button', { name: '到最后一格' }).click()
    expect(await activeCell()).toEqual([300, 20])
    // In sight, between the head and the totals.
    const [box, foot] = [(await cell(300, 20).boundingBox())!, (await page.getByRole('rowheader', { name: '合计' }).boundingBox())!]
    expect(box.y + box.height).toBeLessThanOrEqual(foot.y + 1)
    expect(await page.getByRole('row').count()).toBeLessThan(50)
  })

  it('is apart from scrolling, and typing comes back to the cell', async () => {
    await openSheet('?rows=300&columns=20')
    await press('ArrowDown')
    await cell(3, 3).hover()
    await page.mouse.wheel(0, 6000)
    await cell(205, 1).waitFor()
    await page.getByRole('columnheader', { name: '零就业家庭' }).first().hover()
    expect(await cell(2, 1).count()).toBe(0)
    await page.keyboard.type('64')
    await press('Enter')
    expect([await textOf(2, 1), await cell(205, 1).count()]).toEqual(['64', 0])
  })

  it('leaves the sheet by Tab at its end, and anywhere after Escape', async () => {
    await openSheet()
    const isOn = (name: string) => page.getByRole('button', { name }).evaluate((element) => element === document.activeElement)
    await press('Escape', 'Tab')
    expect(await isOn('提交')).toBe(true)
    await press('Shift+Tab', 'Control+End', 'Tab')
    expect(await isOn('提交')).toBe(true)
    await press('Shift+Tab', 'Control+Home', 'Shift+Tab')
    expect(await isOn('到最后一格')).toBe(true)
  })
})

describe('ranges', () => {
  it('are copied with what needs quotes, and disarmed', async () => {
    await openSheet()
    await page.keyboard.type('=1+1')
    await press('Enter', 'ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Control+c')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("'=1+1\t\r\n31\t38")
    expect(await page.getByRole('gridcell', { selected: true }).count()).toBe(4)
    await press('Control+ArrowDown', 'ArrowDown')
    await press('Control+v')
    await page.getByText(/粘贴/).waitFor()
    const [row, column] = await activeCell()
    expect(await textOf(row, column)).toBe('=1+1')
  })

  it('are pasted as Excel writes them, and say what does not fit', async () => {
    await openSheet()
    await clipboard('1,234\t１２\t"a\nb"\r\n1.2万\t\t7\r\n')
    await cell(2, 1).click()
    await press('Control+v')
    await page.getByText('粘贴6格，不可改0格，超出0格，合并0处').waitFor()
    expect(await texts(2, 1, 2, 3)).toEqual([['1,234', '１２', 'a\nb'], ['1.2万', '', '7']])
    await cell(5, 4).click()
    await press('Shift+ArrowRight')
    await clipboard('9')
    await press('Control+v')
    await page.getByText('粘贴1格，不可改1格，超出0格，合并0处').waitFor()
    await press('Control+End')
    await clipboard('1\t2\r\n3\t4\r\n', '<table><tr><td colspan=2>1</td></tr><tr><td>3</td><td>4</td></tr></table>')
    await press('Control+v')
    await page.getByText('粘贴1格，不可改0格，超出3格，合并1处').waitFor()
  })

  it('are cut, deleted, filled down and right, undone and done again', async () => {
    await openSheet()
    await cell(2, 1).click()
    await press('Shift+ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d')
    expect(await texts(2, 1, 3, 2)).toEqual([['31', '38'], ['31', '38'], ['31', '38']])
    await press('Control+r')
    expect(await texts(2, 1, 3, 2)).toEqual([['31', '31'], ['31', '31'], ['31', '31']])
    await press('Control+z', 'Control+z')
    expect(await texts(2, 1, 3, 2)).toEqual([['31', '38'], ['62', '69'], ['93', '3']])
    await press('Control+y')
    expect(await texts(2, 1, 3, 2)).toEqual([['31', '38'], ['31', '38'], ['31', '38']])
    await press('Control+x')
    expect(await texts(2, 1, 3, 2)).toEqual([['', ''], ['', ''], ['', '']])
    await page.keyboard.type('0')
    await press('Control+Enter')
    expect(await texts(2, 1, 3, 2)).toEqual([['0', '0'], ['0', '0'], ['0', '0']])
    await press('Backspace')
    expect(await texts(2, 1, 3, 2)).toEqual([['', ''], ['', ''], ['', '']])
  })

  it('are drawn by the mouse, with Shift, and by row and column names', async () => {
    await openSheet()
    const selected = () => page.getByRole('gridcell', { selected: true }).count()
    await cell(2, 2).hover()
    await page.mouse.down()
    await cell(4, 4).hover()
    await page.mouse.up()
    expect(await selected()).toBe(9)
    await cell(3, 3).click({ modifiers: ['Shift'] })
    expect(await selected()).toBe(4)
    await page.getByRole('rowheader', { name: '3号村' }).first().click()
    expect(await selected()).toBe(8)
    await page.getByRole('columnheader', { name: '零就业家庭' }).click()
    await page.keyboard.type('0')
    await press('Control+Enter')
    expect([await textOf(1, 5), await textOf(2, 5), await textOf(7, 5)]).toEqual(['0', '0', '20'])
  })
})

describe('the sheet', () => {
  it('adds up while one types', async () => {
    await openSheet()
    const total = page.getByRole('row', { name: '合计' }).getByRole('gridcell').first()
    const before = Number(await total.textContent())
    await page.keyboard.type('1.2万')
    await press('Enter')
    expect(Number(await total.textContent())).toBe(before + 12000)
  })

  it('tells its size, places and names to assistive technology', async () => {
    await openSheet('?rows=300&columns=20')
    const grid = page.getByRole('grid', { name: '2023年6月填报' })
    expect([await grid.getAttribute('aria-rowcount'), await grid.getAttribute('aria-colcount')]).toEqual(['302', '21'])
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run('main'))
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
})
