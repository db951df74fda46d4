import type { DemoYear } from './calendar.ts'

/** What districts carry of the city, and how they did. By the code's first six digits, in official order. */

export const DISTRICTS = ['430202', '430203', '430204', '430211', '430212', '430223', '430224', '430225', '430281'] as const
type District = (typeof DISTRICTS)[number]
type PerDistrict = readonly [number, number, number, number, number, number, number, number, number]

/** The fields of work, each with its own weights. */
export type Field = 'jobs' | 'rural' | 'service' | 'fairs' | 'training' | 'loans' | 'market' | 'labour'

//                        荷塘  芦淞  石峰  天元  渌口  攸县  茶陵  炎陵  醴陵
const SHARES: Readonly<Record<Field, PerDistrict>> = {
  jobs: /*             */ [12, 13, 10, 16, 6, 11, 8, 3, 18],
  rural: /*            */ [2, 3, 2, 5, 12, 22, 22, 8, 24],
  service: /*          */ [13, 13.8, 12.4, 14.5, 5.9, 10.8, 8.6, 3, 18],
  fairs: /*            */ [12, 14, 10, 13, 7, 12, 9, 4, 19],
  training: /*         */ [10, 11, 12, 14, 7, 13, 10, 4, 19],
  loans: /*            */ [11, 15, 8, 13, 6, 13, 9, 3, 22],
  market: /*           */ [10, 22, 8, 21, 4, 9, 6, 3, 17],
  labour: /*           */ [12.5, 13.5, 10.5, 17, 5.8, 11, 8, 3.2, 18.5],
}

/** 2022: what each did of what it was asked for, where the city did 1.12 (jobs), 1.03 (rural) … of its own. */
const DONE_2022: Readonly<Partial<Record<Field, PerDistrict>>> = {
  jobs: /*             */ [1.14, 1.1, 0.97, 1.19, 1.08, 1.13, 0.92, 1.02, 1.17],
  rural: /*            */ [0.9, 1.04, 1.1, 0.97, 0.98, 1.03, 1.05, 0.92, 1.06],
  service: /*          */ [1.1, 1.12, 1.02, 1.15, 1.06, 1.12, 0.96, 0.91, 1.09],
  fairs: /*            */ [1.13, 1.15, 0.98, 1.2, 1.05, 1.1, 0.94, 1.1, 1.12],
  training: /*         */ [1.06, 1.02, 1.08, 1.1, 0.93, 1.04, 0.97, 0.9, 1.05],
  loans: /*            */ [1.1, 1.16, 0.96, 1.12, 0.91, 1.08, 1, 0.88, 1.06],
}

const DONE_2021: Readonly<Partial<Record<Field, PerDistrict>>> = {
  jobs: /*             */ [1.08, 1.13, 1.05, 1.15, 1.1, 1.09, 1.02, 0.96, 1.14],
  rural: /*            */ [1.02, 0.95, 0.93, 1.05, 1.03, 1.04, 0.98, 1.06, 1],
}

const DONE_2023: Readonly<Partial<Record<Field, PerDistrict>>> = {
  jobs: /*             */ [0.99, 1.04, 0.9, 1.1, 1.05, 1.03, 0.85, 0.89, 1.06],
  rural: /*            */ [1.02, 0.98, 1.03, 0.99, 1.01, 1.03, 0.98, 0.97, 1.02],
  service: /*          */ [1.04, 1.02, 0.97, 1.08, 1, 1.05, 0.9, 0.94, 1.03],
  training: /*         */ [1.04, 0.96, 1.05, 1.08, 0.9, 1.02, 0.93, 0.98, 1.02],
  loans: /*            */ [1.15, 1.22, 0.85, 1.24, 0.94, 1.08, 0.98, 0.86, 1],
}

const DONE: Readonly<Record<DemoYear, Readonly<Partial<Record<Field, PerDistrict>>>>> = {
  2021: DONE_2021, 2022: DONE_2022, 2023: DONE_2023,
}

function placeOf(districtCode: string): number {
  const place = DISTRICTS.indexOf(districtCode.slice(0, 6) as District)
  if (place < 0) throw new RangeError(`no district ${districtCode}`)
  return place
}

function doneIn(field: Field, year: DemoYear, place: number): number {
  return DONE[year][field]?.[place] ?? DONE_2022[field]?.[place] ?? 1
}

/** What a district is asked for, as a weight: targets are split by it. */
export function askedShare(field: Field, districtCode: string): number {
  const place = placeOf(districtCode)
  return SHARES[field][place]! / doneIn(field, 2022, place)
}

/** What a district contributes, as a weight; in 2022 its share in percent. */
export function doneShare(field: Field, districtCode: string, year: DemoYear): number {
  return askedShare(field, districtCode) * doneIn(field, year, placeOf(districtCode))
}
