/**
 * Runs in the page: puts a plain table of the same cells in the sheet's place, all rows of it, with one input that is
 * moved about and texts that are set. No checks, no undo, no selection: the least that a browser can do.
 */
export function bareSheet({ rows, columns }: { rows: number; columns: number }): void {
  const make = (tag: string, text = '') => Object.assign(document.createElement(tag), { textContent: text })
  const sheet = document.querySelector<HTMLElement>('.sheet')!
  const old = sheet.querySelector('table')!
  const table = make('table') as HTMLTableElement
  table.className = 'sheet-table'
  table.style.cssText = old.style.cssText
  table.append(old.tHead!.cloneNode(true))
  const cells = Array.from({ length: rows }, (_, r) => {
    const line = make('tr')
    line.setAttribute('aria-rowindex', String(r + 2))
    const texts = Array.from({ length: columns }, (_, c) => make('td', String((r * 31 + c * 7) % 97)))
    texts.forEach((cell, c) => cell.setAttribute('aria-colindex', String(c + 2)))
    line.append(Object.assign(make('th', `${r + 1}号村`), { className: 'sheet-name' }), ...texts)
    table.append(line)
    return texts
  })
  const foot = table.createTFoot()
  const totals = Array.from({ length: columns }, () => make('td', '0'))
  const line = make('tr')
  line.append(Object.assign(make('th', '合计'), { className: 'sheet-name' }), ...totals)
  foot.append(line)
  const input = Object.assign(document.createElement('input'), { className: 'sheet-editor' })
  input.style.width = '88px'
  input.style.height = '30px'
  sheet.replaceChildren(input, table)

  let [row, column] = [0, 0]
  const go = (toRow: number, toColumn: number) => {
    [row, column] = [toRow, toColumn]
    input.value = ''
    input.style.transform = `translate(${160 + column * 88}px, ${68 + row * 30}px)`
  }
  const set = (r: number, c: number, text: string) => {
    const was = Number(cells[r]![c]!.firstChild!.nodeValue!.replace(/,/g, ''))
    cells[r]![c]!.firstChild!.nodeValue = text
    totals[c]!.firstChild!.nodeValue = String(Number(totals[c]!.firstChild!.nodeValue) + Number(text.replace(/,/g, '')) - was)
  }
  go(0, 0)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      set(row, column, input.value)
      go(row + 1, column)
    } else if (event.key === 'ArrowDown') go(row + 1, column)
    else if (event.key === 'ArrowRight') go(row, column + 1)
    else if (event.key === 'ArrowLeft') go(row, column - 1)
    else if (event.key === 'Home') {
      go(0, 0)
      sheet.scrollTop = 0
    }
  })
  input.addEventListener('paste', (event) => {
    event.preventDefault()
    event.clipboardData!.getData('text/plain').split('\r\n').forEach((each, r) => each.split('\t').forEach((text, c) => set(row + r, column + c, text)))
  })
}
