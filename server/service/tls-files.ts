import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { OptionsError, type TlsChoice } from '../server-options.ts'
import { makeLeaf, makeRoot, type KeyAndCertificate } from './certificate.ts'

export interface TlsFiles extends KeyAndCertificate {
  /** Of a self-made certificate: what computers must install to trust it, and where it lies. */
  readonly root: { readonly pem: string; readonly path: string } | null
}

const ROOT_NAME = 'Ballast root'
const DAY_MS = 86_400_000
const ROOT_DAYS = 3650
/** Browsers refuse certificates that run longer. */
const LEAF_DAYS = 397
const RENEW_DAYS = 30

/**
 * Reads the certificate, or makes one in the data folder; called again, it reads what has been renewed.
 * @throws OptionsError
 */
export function readTls(choice: TlsChoice, folder: string, names: readonly string[], now: Date): TlsFiles {
  return choice.kind === 'self' ? selfMade(folder, names, now) : { ...given(choice.cert, choice.key), root: null }
}

function given(certPath: string, keyPath: string): KeyAndCertificate {
  try {
    const files = { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') }
    // Throws when they do not belong together.
    createSecureContext(files)
    return files
  } catch (error) {
    throw new OptionsError(`证书 ${certPath} 或私钥 ${keyPath} 不能使用（${(error as Error).message}）。请检查 BALLAST_TLS_CERT 与 BALLAST_TLS_KEY。`)
  }
}

function selfMade(folder: string, names: readonly string[], now: Date): TlsFiles {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'ballast-root.crt')
  const root = keep(path, join(folder, 'ballast-root.key'), () => true, () => makeRoot(ROOT_NAME, validityFrom(now, ROOT_DAYS)))
  const rootCertificate = new X509Certificate(root.cert)
  const isGood = ({ cert }: KeyAndCertificate) => {
    const leaf = new X509Certificate(cert)
    return leaf.checkIssued(rootCertificate) && leaf.validToDate.getTime() - now.getTime() > RENEW_DAYS * DAY_MS && names.every((name) => isFor(leaf, name))
  }
  const leaf = keep(join(folder, 'ballast.crt'), join(folder, 'ballast.key'), isGood,
    () => makeLeaf(root, ROOT_NAME, names, validityFrom(now, LEAF_DAYS), createPrivateKey(root.key)))
  return { ...leaf, root: { pem: root.cert, path } }
}

function isFor(leaf: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) !== undefined
}

/** A day back: clocks of computers differ. */
function validityFrom(now: Date, days: number) {
  return { from: new Date(now.getTime() - DAY_MS), until: new Date(now.getTime() + days * DAY_MS) }
}

function keep(certPath: string, keyPath: string, isGood: (kept: KeyAndCertificate) => boolean, make: () => KeyAndCertificate): KeyAndCertificate {
  if (existsSync(certPath) && existsSync(keyPath)) {
    const kept = given(certPath, keyPath)
    if (isGood(kept)) return kept
  }
  const made = make()
  write(keyPath, made.key)
  write(certPath, made.cert)
  return made
}

function write(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
