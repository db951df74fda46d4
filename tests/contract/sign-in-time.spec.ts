import { expect, it } from 'vitest'
import { nodePasswords } from '#server/identity/node-passwords.ts'
import { SPEC_TIME } from '#server/http/handler-fixture.ts'
import { asking, codeOf } from './asking.ts'
import { engines } from './engines.ts'
import { accountName, layInTwoCities, victimName } from './two-cities.ts'

/**
 * How long a wrong sign-in takes tells nothing about the account (threats.md B4). Real time on a real machine: only in
 * torture. What each try costs is counted in sign-in.spec.ts.
 */
const TRIES = 2_000
const BAND = 1.05
/** Longer than a lock and a count last. */
const LONG = 60 * 60_000

it.runIf(process.env['BALLAST_TORTURE'] === '1')('a wrong sign-in takes as long for every kind of account as for none', { timeout: 2 * LONG }, async () => {
  const store = await engines[0]!.open()
  try {
    await layInTwoCities(store)
    const [chosen, first, unknown] = [accountName('leader', 'PA1'), victimName('PA1'), 'unknown-PA1']
    const [dear, cheap] = [await nodePasswords.hash('Correct-Horse-9'), await nodePasswords.hash('Correct-Horse-9', true)]
    await store.transact(async ({ accounts }) => {
      await accounts.setPassword(chosen, dear, false)
      await accounts.setPassword(first, cheap, true)
    })
    let now = SPEC_TIME
    const send = await asking(store, { passwords: nodePasswords, time: () => now })
    const kinds = [chosen, first, unknown]
    const took: number[][] = kinds.map(() => [])
    for (let k = 0; k < TRIES; k++) {
      now += LONG
      // In turn, and in another order each time: what else the machine does meets all of them alike.
      for (let turn = 0; turn < kinds.length; turn++) {
        const kind = (turn + k) % kinds.length
        const begun = performance.now()
        const reply = await send('POST', '/api/session', { body: { account: kinds[kind], password: 'wrong' } })
        took[kind]!.push(performance.now() - begun)
        expect(codeOf(reply)).toBe('sign-in-failed')
      }
    }
    const medians = took.map((each) => each.sort((a, b) => a - b)[each.length >> 1]!)
    expect(Math.max(...medians) / Math.min(...medians), medians.map((each) => `${each.toFixed(2)} ms`).join(', ')).toBeLessThan(BAND)
  } finally {
    await store.close()
  }
})
