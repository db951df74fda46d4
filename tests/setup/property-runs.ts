import * as fc from 'fast-check'

const isTorture = process.env['BALLAST_TORTURE'] === '1'

/** One seed, so that a red run is red again; torture takes a new one each time, and fast-check prints it. */
fc.configureGlobal(isTorture ? { numRuns: 2000 } : { numRuns: 100, seed: 20230703 })
