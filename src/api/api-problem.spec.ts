import { AxiosError, AxiosHeaders, type AxiosResponse } from 'axios'
import { describe, expect, it } from 'vitest'
import { ApiProblem, toProblem } from './api-problem.ts'

function answered(status: number, data: unknown): unknown {
  const config = { headers: new AxiosHeaders() }
  const response: AxiosResponse = { status, statusText: '', headers: {}, config, data }
  return toProblem(new AxiosError('x', 'ERR', config, null, response))
}

describe('what went wrong, in words', () => {
  it('keeps the server’s code, sentence and particulars', () => {
    const body = { error: { code: 'unit-not-found', message: '没有找到', details: { nearest: [] } } }
    expect(answered(404, body)).toMatchObject({ code: 'unit-not-found', message: '没有找到', status: 404, details: { nearest: [] }, canRetry: false })
    const bytes = new TextEncoder().encode(JSON.stringify(body)).buffer
    expect(answered(404, bytes)).toMatchObject({ code: 'unit-not-found' })
  })

  it('knows no network, no contract and unknown codes', () => {
    expect(toProblem(new AxiosError('x'))).toMatchObject({ code: 'network', status: null, canRetry: true })
    expect(answered(502, '<html>')).toMatchObject({ code: 'internal', status: 502, canRetry: true })
    expect(answered(400, { error: { code: 'made-up', message: 'm' } })).toMatchObject({ code: 'internal', message: 'm' })
    expect(toProblem(new Error('schema'))).toMatchObject({ code: 'reply-invalid', canRetry: true })
  })

  it('passes problems on', () => {
    const problem = new ApiProblem('internal', 'x', 500)
    expect(toProblem(problem)).toBe(problem)
  })
})
