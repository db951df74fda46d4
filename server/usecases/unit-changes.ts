import type * as z from 'zod/mini'
import { ApiError } from '#contract/errors.ts'
import type { NewUnitBody, UnitChangeBody, UnitCloseBody, UnitMoveBody } from '#contract/unit-changes.ts'
import type { Params, WriteScene, Written } from './use-case.ts'

export async function addUnit(scene: WriteScene, { parent }: z.infer<typeof NewUnitBody>): Promise<Written> {
  (await scene.view()).unit('manage-units', parent)
  throw new ApiError('unit-change-refused')
}

export async function changeUnit(scene: WriteScene, _body: z.infer<typeof UnitChangeBody>, { code }: Params): Promise<Written> {
  (await scene.view()).unit('manage-units', code)
  throw new ApiError('unit-change-refused')
}

export async function moveUnit(scene: WriteScene, _body: z.infer<typeof UnitMoveBody>, { code }: Params): Promise<Written> {
  (await scene.view()).unit('manage-units', code)
  throw new ApiError('unit-change-refused')
}

export async function closeUnit(scene: WriteScene, _body: z.infer<typeof UnitCloseBody>, { code }: Params): Promise<Written> {
  (await scene.view()).unit('manage-units', code)
  throw new ApiError('unit-change-refused')
}
