import { describe, expect, it } from 'vitest'
import { makeAnswer, type Answer } from './answer.ts'
import { AnswerKeep } from './answer-keep.ts'

const ENTRY = 1024

/** A keep, and which answers it had made. */
function open(mostBytes: number) {
  const keep = new AnswerKeep(mostBytes)
  const made: string[] = []
  const ask = (key: string, { generation = 'a', size = 0 } = {}): Promise<Answer> =>
    keep.get(generation, key, () => {
      made.push(key)
      return Promise.resolve(makeAnswer(new Uint8Array(size), 'application/test'))
    })
  return { keep, made, ask }
}

describe('AnswerKeep', () => {
  it('makes an answer once, also for those who ask meanwhile', async () => {
    const { made, ask } = open(1e6)
    const [first, second] = await Promise.all([ask('x'), ask('x')])
    expect(await ask('x')).toBe(first)
    expect(second).toBe(first)
    expect(made).toEqual(['x'])
  })

  it('drops everything when the data is another', async () => {
    const { made, ask } = open(1e6)
    await ask('x')
    await ask('x', { generation: 'b' })
    expect(made).toEqual(['x', 'x'])
  })

  it('drops the least lately asked, not the first made', async () => {
    const { made, ask } = open(2 * ENTRY + 100)
    await ask('x')
    await ask('y')
    await ask('x')
    await ask('z')
    await ask('x')
    expect(made).toEqual(['x', 'y', 'z'])
    await ask('y')
    expect(made).toEqual(['x', 'y', 'z', 'y'])
  })

  it('weighs tiny answers too, so that a flood of them ends', async () => {
    const { made, ask } = open(100 * ENTRY)
    for (let i = 0; i < 1000; i++) await ask(`k${i}`)
    made.length = 0
    for (let i = 999; i >= 0; i--) await ask(`k${i}`)
    expect(made.length).toBeGreaterThan(900)
  })

  it('keeps no answer larger than itself', async () => {
    const { made, ask } = open(10 * ENTRY)
    await ask('large', { size: 20 * ENTRY })
    await ask('large', { size: 20 * ENTRY })
    expect(made).toEqual(['large', 'large'])
  })

  it('keeps no failure', async () => {
    const { keep, ask, made } = open(1e6)
    await expect(keep.get('a', 'x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await ask('x')
    expect(made).toEqual(['x'])
  })

  it('does not take an answer of older data for one of newer', async () => {
    const { keep, ask, made } = open(1e6)
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const old = keep.get('a', 'x', () => promise)
    await ask('x', { generation: 'b' })
    resolve(makeAnswer({}, 'application/test'))
    await old
    await ask('x', { generation: 'b' })
    expect(made).toEqual(['x'])
  })
})
