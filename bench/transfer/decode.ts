/** From bytes to the rolled-up cube in a fresh process: first time, then warm. Prints milliseconds as JSON. */
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { decodeCube } from '#contract/cube-wire.ts'
import { demoCase, syntheticCase } from './cases.ts'

const [, , name, file] = process.argv
const known = name === 'demo' ? demoCase() : syntheticCase()
const packed = readFileSync(file!)
const ms = Array.from({ length: 15 }, () => {
  const start = performance.now()
  decodeCube(gunzipSync(packed), known)
  return performance.now() - start
})
console.log(JSON.stringify(ms))
