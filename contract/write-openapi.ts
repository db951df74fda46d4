import { writeFileSync } from 'node:fs'
import { describeApi } from './openapi.ts'

/** `npm run gen:openapi`: the API's description as a file, for those who want it without a server. */
writeFileSync('openapi.json', `${JSON.stringify(describeApi(), null, 2)}\n`)
