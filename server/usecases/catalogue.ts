import type { CatalogueReply } from '#contract/catalogue.ts'
import type { Catalogue } from '#core/indicator/catalogue.ts'
import type { Reading } from './use-case.ts'
import type { View } from './view.ts'

export function catalogue({ master }: View): Reading {
  return { key: '', make: async () => describe(master.catalogue) }
}

function describe({ indicators, forms, thresholds }: Catalogue): CatalogueReply {
  return {
    indicators: indicators.map((indicator) => ({
      ...indicator,
      entry: indicator.entry.map((pattern) => ({ ...pattern })),
      milestones: indicator.milestones === null ? null : [...indicator.milestones],
    })),
    forms: forms.map(({ code, name, frequency, fillers, department, indicators }) => ({
      code, name, frequency, department,
      fillers: fillers.map((pattern) => ({ ...pattern })),
      indicators: [...indicators],
    })),
    ...thresholds,
  }
}
