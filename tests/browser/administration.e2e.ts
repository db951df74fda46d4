import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { signInByHand, signOutByHand } from './by-hand.ts'
import { downloadedLines } from './downloaded.ts'
import { signIn, startServer } from './running-server.ts'
import { openSuite } from './suite.ts'

const suite = openSuite(startServer)

async function openAs(account: string, hash = '') {
  const watched = await suite.open({ cookie: await signIn(suite.server.url, account) })
  await watched.page.goto(`${suite.server.url}${hash}`)
  return watched
}

const accountList = (page: Page) => page.getByRole('region', { name: '账号列表' })
/** First passwords on the page, by account. */
async function firstPasswords(page: Page): Promise<Map<string, string>> {
  const rows = page.getByRole('region', { name: '初始密码列表' }).getByRole('row')
  await rows.nth(1).waitFor()
  const cells = await rows.evaluateAll((all) => all.slice(1).map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')))
  return new Map(cells.map(([account = '', password = '']) => [account, password]))
}

describe('accounts', () => {
  it('are opened from a pasted sheet, all or none, with first passwords that must be changed', async () => {
    const { page, faults, close } = await openAs('security-admin')
    await page.getByRole('link', { name: '开户' }).click()
    const sheet = page.getByLabel('粘贴开户表')
    await sheet.fill('账号\t姓名\t单位\t角色\nneu-1\t石峰区填报\t石峰区\t填报、审核\nneu-2\t谁\t无此地\t填报\nvillage-leader\t谁\t石峰区\t经理')
    await page.getByText('3个账号中有2个有问题').waitFor()
    await page.getByRole('cell', { name: '✕ 没有单位“无此地”' }).waitFor()
    await page.getByRole('cell', { name: '✕ 账号已被使用；不认识角色“经理”' }).waitFor()
    expect(await page.getByRole('button', { name: /^开户/ }).isDisabled()).toBe(true)
    await sheet.fill('neu-1\t石峰区填报\t石峰区\t填报、审核\nneu-2\t=1+1\t石峰区/田心街道\t领导')
    await page.getByRole('button', { name: '开户（2个）' }).click()
    const passwords = await firstPasswords(page)
    expect([...passwords.keys()]).toEqual(['neu-1', 'neu-2'])
    const lines = await downloadedLines(page, () => page.getByRole('button', { name: '下载 CSV' }).click())
    expect(lines).toEqual(['账号,姓名或岗位名,单位,初始密码', `neu-1,石峰区填报,石峰区,${passwords.get('neu-1')}`, `neu-2,'=1+1,田心街道,${passwords.get('neu-2')}`])

    // What is shown once is not left by mistake.
    page.once('dialog', (dialog) => void dialog.dismiss())
    await page.getByRole('link', { name: '返回账号列表' }).click()
    await page.getByRole('region', { name: '初始密码列表' }).waitFor()
    await page.getByRole('button', { name: '已经记下，收起' }).click()
    await page.getByRole('link', { name: '返回账号列表' }).click()
    await accountList(page).getByText('石峰区 填报；石峰区 审核').waitFor()

    await signOutByHand(page)
    await signInByHand(page, 'neu-1', passwords.get('neu-1')!)
    await page.getByRole('heading', { name: '修改密码' }).waitFor()
    // Nothing else is to be had before.
    await page.goto(`${suite.server.url}#/overview/430204000000`)
    await page.getByLabel('初始密码', { exact: true }).fill(passwords.get('neu-1')!)
    await page.getByLabel('新密码', { exact: true }).fill('Correct-Horse-9')
    await page.getByLabel('再输入一次新密码', { exact: true }).fill('Correct-Horse-8')
    await page.getByRole('button', { name: '保存新密码' }).click()
    await page.getByRole('alert').getByText('两次输入的新密码不一致').waitFor()
    await page.getByLabel('再输入一次新密码', { exact: true }).fill('Correct-Horse-9')
    await page.getByRole('button', { name: '保存新密码' }).click()
    await page.getByRole('heading', { level: 1, name: '石峰区' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('get a post of leave cover, elsewhere, which the person then switches to', async () => {
    const { page, faults, close } = await openAs('security-admin', '#/accounts?text=village-leader')
    await page.getByRole('button', { name: '办理 village-leader' }).click()
    const editor = page.getByRole('dialog', { name: '账号 village-leader' })
    await editor.getByRole('button', { name: '再加一个岗位' }).click()
    const post = editor.getByRole('group', { name: '岗位2' })
    await post.getByLabel('单位').fill('芦淞区')
    await post.getByText('株洲市 › 芦淞区').waitFor()
    await post.getByLabel('角色').selectOption('安全管理员')
    await editor.getByRole('button', { name: '保存' }).click()
    await editor.getByRole('alert').getByText('须由不同的人担任').waitFor()
    await post.getByLabel('角色').selectOption('审核')
    await post.getByLabel('起').fill('2023-07-01')
    await post.getByLabel('止').fill('2023-07-31')
    await editor.getByRole('button', { name: '保存' }).click()
    await page.getByRole('status').getByText('已保存').waitFor()
    await accountList(page).getByText('芦淞区 审核（2023-07-01 至 2023-07-31）').waitFor()
    expect(faults).toEqual([])
    await close()

    const person = await openAs('village-leader')
    await person.page.getByRole('heading', { level: 1, name: /叫鸡岭/ }).waitFor()
    await person.page.getByRole('banner').getByRole('button', { expanded: false }).click()
    await person.page.getByRole('link', { name: '芦淞区（审核）' }).click()
    await person.page.getByRole('heading', { level: 1, name: '芦淞区' }).waitFor()
    await person.page.waitForURL(/from=2023-01&to=2023-04&basis=live/)
    await person.page.getByRole('table', { name: /分单位数据/ }).waitFor()
    // What is above one's post is no place to go.
    expect(await person.page.getByRole('navigation', { name: '所在位置' }).getByRole('listitem').allInnerTexts()).toEqual(['芦淞区'])
    expect(person.faults).toEqual([])
    await person.close()
  })

  it('are closed, opened again and reset, each after being asked once more', async () => {
    const victim = await signIn(suite.server.url, 'street-reviewer')
    const isAlive = async () => (await fetch(new URL('/api/sessions', suite.server.url), { headers: { cookie: `${victim.name}=${victim.value}` } })).status
    const { page, faults, close } = await openAs('security-admin', '#/accounts?text=street-reviewer')
    const open = () => page.getByRole('button', { name: '办理 street-reviewer' }).click()
    const editor = page.getByRole('dialog', { name: '账号 street-reviewer' })
    await open()
    await editor.getByRole('button', { name: '关闭账号' }).click()
    await editor.getByRole('button', { name: '取消' }).click()
    expect(await isAlive()).toBe(200)
    await editor.getByRole('button', { name: '关闭账号' }).click()
    await editor.getByRole('button', { name: '确定' }).click()
    await accountList(page).getByRole('cell', { name: '已关闭' }).waitFor()
    expect(await isAlive()).toBe(401)
    await open()
    await editor.getByRole('button', { name: '重新启用' }).click()
    await accountList(page).getByRole('cell', { name: '在用' }).waitFor()
    await open()
    await editor.getByRole('button', { name: '重置密码' }).click()
    await editor.getByRole('button', { name: '确定' }).click()
    expect((await firstPasswords(page)).get('street-reviewer')).toMatch(/^[^-].{13}$/)
    await accountList(page).getByRole('cell', { name: '待改初始密码' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('changed by another administrator meanwhile are shown anew, and nothing is overwritten', async () => {
    const open = async () => {
      const watched = await openAs('security-admin', '#/accounts?text=district-reporter')
      await watched.page.getByRole('button', { name: '办理 district-reporter' }).click()
      return { ...watched, editor: watched.page.getByRole('dialog', { name: '账号 district-reporter' }) }
    }
    const [first, second] = [await open(), await open()]
    await second.editor.getByLabel('姓名或岗位名').fill('先改的')
    await second.editor.getByRole('button', { name: '保存' }).click()
    await second.page.getByRole('status').getByText('已保存').waitFor()
    await first.editor.getByLabel('姓名或岗位名').fill('后改的')
    await first.editor.getByRole('button', { name: '保存' }).click()
    await first.page.getByRole('status').getByText('账号“district-reporter”刚被他人修改过，请核对现在的内容后重新办理。').waitFor()
    await accountList(first.page).getByRole('cell', { name: '先改的' }).waitFor()
    // On what is shown now it works.
    await first.page.getByRole('button', { name: '办理 district-reporter' }).click()
    await first.editor.getByRole('button', { name: '关闭账号' }).click()
    await first.editor.getByRole('button', { name: '确定' }).click()
    await accountList(first.page).getByRole('cell', { name: '已关闭' }).waitFor()
    await accountList(first.page).getByRole('cell', { name: '先改的' }).waitFor()
    for (const { close } of [first, second]) await close()
  })

  it('are found by text, role and state, which the address keeps', async () => {
    const { page, faults, close } = await openAs('security-admin')
    await page.getByLabel('查找').fill('田心')
    await page.getByLabel('角色').selectOption('领导')
    await page.waitForURL(/text=.*&role=leader/)
    await page.reload()
    await accountList(page).getByRole('row', { name: /street-leader/ }).waitFor()
    expect(await accountList(page).getByRole('row', { name: /reporter/ }).count()).toBe(0)
    await page.getByLabel('状态').selectOption('已关闭')
    await page.getByText('没有符合条件的账号').waitFor()
    await page.getByRole('button', { name: '清除条件' }).click()
    await accountList(page).getByRole('row', { name: /audit-admin/ }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('belong to administrators, who have no overview', async () => {
    for (const [account, hash, heading] of [
      ['security-admin', '#/overview/430200000000', '账号管理'], ['audit-admin', '#/accounts', '审计记录'], ['system-admin', '#/audit', '单位管理'], ['city-leader', '#/accounts', '株洲市'],
    ] as const) {
      const { page, faults, close } = await openAs(account, hash)
      await page.getByRole('heading', { name: heading, exact: true }).waitFor()
      expect(faults).toEqual([])
      await close()
    }
  })
})

describe('the audit trail', () => {
  it('is read newest first, by account and unit, and handed out whole', async () => {
    const security = await openAs('security-admin', '#/accounts/open')
    await security.page.getByLabel('粘贴开户表').fill(Array.from({ length: 210 }, (_, k) => `many-${k}\t许多\t荷塘区\t填报`).join('\n'))
    await security.page.getByRole('button', { name: '开户（210个）' }).click()
    expect((await firstPasswords(security.page)).size).toBe(210)
    await security.close()

    const { page, faults, close } = await openAs('audit-admin')
    const rows = page.getByRole('region', { name: '审计记录列表' }).getByRole('row')
    await rows.nth(200).waitFor()
    await page.getByLabel('单位').fill('荷塘区')
    await page.getByRole('button', { name: '查找' }).click()
    await page.waitForURL(/unit=430202000000/)
    await rows.nth(200).getByText('开户').waitFor()
    const numbers = (await rows.evaluateAll((all) => all.slice(1).map((row) => Number(row.querySelector('td')?.textContent))))
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    await page.getByRole('button', { name: '更早的记录' }).click()
    await page.waitForURL(/before=\d+/)
    await rows.nth(10).waitFor()
    expect(await rows.count()).toBe(11)
    await rows.nth(1).getByText('查看').click()
    await rows.nth(1).getByText('"displayName": "许多"').waitFor()
    const lines = await downloadedLines(page, () => page.getByRole('button', { name: '导出 CSV' }).click())
    expect(lines).toHaveLength(211)
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.getByRole('cell', { name: '登录', exact: true }).first().waitFor()
    expect(faults).toEqual([])
    await close()
  })
})
