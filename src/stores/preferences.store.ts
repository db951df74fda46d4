import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import * as z from 'zod/mini'

const STORAGE_KEY = 'ballast.preferences'

/** 图 or 表. */
export type PanelView = z.infer<typeof PanelViewSchema>
const PanelViewSchema = z.enum(['chart', 'table'])

/** Which panels remember their view. */
export type ViewedPanel = 'ranking' | 'heatmap' | 'trend'
type PanelViews = Readonly<Record<ViewedPanel, PanelView>>

// A value that is not known (an older or newer page wrote it) falls back alone, not with all others.
const view = z.catch(PanelViewSchema, 'chart')
const PreferencesSchema = z.catch(z.object({ views: z.catch(z.object({ ranking: view, heatmap: view, trend: view }), () => DEFAULT_VIEWS) }), () => ({ views: DEFAULT_VIEWS }))
const DEFAULT_VIEWS: PanelViews = { ranking: 'chart', heatmap: 'chart', trend: 'chart' }

/** What was kept, whatever state it is in: text from storage is input like any other. */
export function parsePreferences(kept: string | null): { readonly views: PanelViews } {
  try {
    return PreferencesSchema.parse(JSON.parse(kept ?? 'null'))
  } catch {
    return { views: DEFAULT_VIEWS }
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    // Storage may be forbidden: then choices last as long as the page.
    return null
  }
}

function keep(views: PanelViews): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ views }))
  } catch {
    // Full or forbidden: see readKept.
  }
}

/** Choices of this browser that are not worth an address: kept between visits. */
export const usePreferences = defineStore('preferences', () => {
  const views = shallowRef<PanelViews>(parsePreferences(readKept()).views)
  watch(views, keep)
  function show(panel: ViewedPanel, chosen: PanelView): void {
    views.value = { ...views.value, [panel]: chosen }
  }
  return { views, show }
})
