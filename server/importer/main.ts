import { businessClock } from '#server/business-clock.ts'
import type { DataHome } from '#server/data-home.ts'
import { openDataHome } from '#server/open-data-home.ts'
import { progressBar } from '#server/progress-bar.ts'
import { OptionsError, readServerOptions } from '#server/server-options.ts'
import { MasterChanged, StoreError, type Store } from '#server/store/store.ts'
import { combineReports } from './build-reports.ts'
import { EMPTY_MASTER, NothingToImport, readImportFolder, unknownFiles, type ImportResult } from './import-folder.ts'

/** `npm run import -- DIR`: loads what the folder has into `BALLAST_DATA`, or nothing. */
async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    console.error('用法：npm run import -- 文件夹')
    return 2
  }
  const data = openDataHome(readServerOptions(process.env))
  try {
    return (await data.hasDatabase()) ? await importInto(await data.open(), folder) : await importAnew(data, folder)
  } finally {
    data.release()
  }
}

async function importInto(store: Store, folder: string): Promise<number> {
  try {
    const master = await store.loadMaster()
    const base = { master, hasReports: (await store.months()).length > 0, now: businessClock(master.settings).now() }
    const result = await readImportFolder(folder, base, readingBar())
    if (!result.ok) return refuse(result)
    await write(store, result, master.revisions.master)
  } finally {
    await store.close()
  }
  return done(folder)
}

/** Without a database nothing is created before everything has been checked. */
async function importAnew(data: DataHome, folder: string): Promise<number> {
  const base = { master: EMPTY_MASTER, hasReports: false, now: businessClock(EMPTY_MASTER.settings).now() }
  const result = await readImportFolder(folder, base, readingBar())
  if (!result.ok) return refuse(result)
  await data.create(async (store) => write(store, result, (await store.revisions()).master))
  return done(folder)
}

function readingBar(): (done: number, total: number) => void {
  const show = progressBar('读取')
  return (read, total) => show(total === 0 ? 1 : read / total)
}

async function write(store: Store, { changes, settings }: ImportResult & { ok: true }, master: number): Promise<void> {
  const show = progressBar('写入')
  const onProgress = (written: number, total: number) => show(total === 0 ? 1 : written / total)
  const counts = { units: changes.units.length, indicators: changes.indicators.length, forms: changes.forms.length, targets: changes.targets.length, reports: changes.reportCount }
  const audit = { at: Date.now(), account: 'console', action: 'import', unit: null, subject: '', before: null, after: JSON.stringify(counts), request: 'console' }
  await store.merge(changes, { combine: combineReports, settings, onProgress, audit, master })
  console.log(`导入完成：单位 ${changes.units.length}，指标 ${changes.indicators.length}，报表 ${changes.forms.length}，目标 ${changes.targets.length}，报表数据 ${changes.reportCount}。`)
}

function refuse({ problems }: ImportResult & { ok: false }): number {
  console.error(`导入没有进行：${problems.count} 处有误，数据没有改动。\n${problems.describe()}`)
  return 1
}

function done(folder: string): number {
  for (const name of unknownFiles(folder)) console.error(`提示：${name} 不是可导入的文件，已略过。`)
  return 0
}

try {
  process.exitCode = await main(process.argv[2])
} catch (error) {
  if (!(error instanceof StoreError || error instanceof OptionsError || error instanceof NothingToImport || error instanceof MasterChanged)) throw error
  console.error(error instanceof MasterChanged ? '导入没有进行：检查期间单位或报表设置被他人修改。数据没有改动，请重新导入。' : error.message)
  process.exitCode = 1
}
