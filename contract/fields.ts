import * as z from 'zod/mini'

/** Pieces that several bodies share. */

export const MonthText = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))
export const UnitCodeText = z.string().check(z.minLength(1), z.maxLength(64))
export const IndicatorCodeText = z.string().check(z.minLength(1), z.maxLength(64))
export const BasisText = z.enum(['live', 'approved', 'edition'])
export const SchemeText = z.enum(['city', 'province'])
export const YearText = z.string().check(z.regex(/^\d{4}$/))

/** A figure in the indicator's unit (8000 for 8,000.00 万元); null: absent, which is not zero. */
export const Figure = z.nullable(z.number())
/** Cells or reports that count, of those that are due. */
export const Coverage = z.object({ counted: z.int(), due: z.int() })
/** An unrounded ratio: 1.0 is 100 %. */
export const Ratio = z.nullable(z.number())
export const Status = z.enum(['ahead', 'near', 'behind', 'met', 'missed'])

/** Text without line breaks or other control characters. */
export const oneLine = (least: number, most: number) => z.string().check(z.minLength(least), z.maxLength(most), z.regex(/^[^\u0000-\u001f\u007f]*$/))
