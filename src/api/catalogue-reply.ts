import type { CatalogueReply } from '#contract/catalogue.ts'
import type { PacesReply } from '#contract/periods.ts'
import type { TargetsReply } from '#contract/targets.ts'
import { buildCatalogue, type Catalogue } from '#core/indicator/catalogue.ts'
import type { Form } from '#core/indicator/form.ts'
import type { Indicator, IndicatorCode } from '#core/indicator/indicator.ts'
import type { Target } from '#core/indicator/target.ts'
import { fromUnits } from '#core/number/decimal.ts'
import type { PaceCurve } from '#core/pace/pace.ts'
import type { UnitCode } from '#core/unit/unit.ts'

export function catalogueFromReply(reply: CatalogueReply): Catalogue {
  // Bodies carry plain strings where core has branded codes; the shapes are the same.
  return buildCatalogue(reply.indicators as unknown as Indicator[], reply.forms as unknown as Form[], {
    smallTarget: reply.smallTarget,
    nearIndex: reply.nearIndex,
  })
}

/** Targets in smallest units; those of indicators that the catalogue does not know are left out. */
export function targetsFromReply(reply: TargetsReply, catalogue: Catalogue): Target[] {
  return reply.targets.flatMap((target) => {
    const indicator = catalogue.indicator(target.indicator as IndicatorCode)
    if (indicator === undefined) return []
    return [{
      unit: target.unit as UnitCode,
      indicator: indicator.code,
      year: reply.year,
      scheme: reply.scheme,
      value: fromUnits(target.value, indicator.decimals),
      status: target.status,
      document: target.document,
      effectiveMonth: target.effectiveMonth,
    }]
  })
}

export function pacesFromReply(reply: PacesReply): Map<IndicatorCode, { curve: PaceCurve; seasonal: PacesReply['indicators'][number]['seasonal'] }> {
  return new Map(reply.indicators.map(({ code, shares, seasonal }) => [code as IndicatorCode, { curve: shares, seasonal }]))
}
