// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { parsePreferences, usePreferences } from './preferences.store.ts'

const CHARTS = { ranking: 'chart', heatmap: 'chart', trend: 'chart' }

describe('preferences', () => {
  beforeEach(() => {
    localStorage.clear()
    setActivePinia(createPinia())
  })

  it('start with charts', () => {
    expect(usePreferences().views).toEqual(CHARTS)
  })

  it('are there on the next visit', async () => {
    usePreferences().show('heatmap', 'table')
    await nextTick()
    setActivePinia(createPinia())
    expect(usePreferences().views).toEqual({ ranking: 'chart', heatmap: 'table', trend: 'chart' })
  })

  it.each([
    [null, CHARTS], ['', CHARTS], ['{', CHARTS], ['[]', CHARTS], ['{"views":7}', CHARTS], ['{"views":{}}', CHARTS],
    ['{"views":{"ranking":"table","heatmap":"globe","other":1}}', { ranking: 'table', heatmap: 'chart', trend: 'chart' }],
  ])('take %j for what it is worth', (kept, views) => {
    expect(parsePreferences(kept).views).toEqual(views)
  })

  it('work without storage', () => {
    vi.spyOn(localStorage, 'getItem').mockImplementation(() => { throw new Error('forbidden') })
    const preferences = usePreferences()
    preferences.show('ranking', 'table')
    expect(preferences.views.ranking).toBe('table')
    vi.restoreAllMocks()
  })
})
