import type { Page } from 'playwright-core'

/** The lines of a CSV file that the page hands out once something has been done, without its mark of UTF-8. */
export async function downloadedLines(page: Page, start: () => Promise<void>): Promise<string[]> {
  const downloading = page.waitForEvent('download')
  await start()
  const chunks: Buffer[] = []
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  if (!text.startsWith('\uFEFF')) throw new Error('Excel would not take this file for UTF-8')
  return text.slice(1).trimEnd().split('\r\n')
}
