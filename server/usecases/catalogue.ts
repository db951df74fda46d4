import type { CatalogueReply } from '#contract/catalogue.ts'
import type { ReadModel } from './read-model.ts'

export async function catalogue(model: ReadModel): Promise<CatalogueReply> {
  const { indicators, forms, thresholds } = (await model.master()).catalogue
  return {
    indicators: indicators.map((indicator) => ({
      ...indicator,
      entry: indicator.entry.map((pattern) => ({ ...pattern })),
      milestones: indicator.milestones === null ? null : [...indicator.milestones],
    })),
    forms: forms.map((form) => ({
      ...form,
      fillers: form.fillers.map((pattern) => ({ ...pattern })),
      indicators: [...form.indicators],
    })),
    ...thresholds,
  }
}
