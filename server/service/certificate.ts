import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'

/** X.509 certificates in the one shape that is needed here: ECDSA on P-256, signed with SHA-256, DER by hand. */
export interface KeyAndCertificate {
  /** PEM. */
  readonly cert: string
  readonly key: string
}

export interface Validity {
  readonly from: Date
  readonly until: Date
}

/** An authority of our own that signs itself. */
export function makeRoot(name: string, validity: Validity): KeyAndCertificate {
  const { privateKey, publicKey } = newKeys()
  const der = certificate({ issuer: name, subject: name, validity, publicKey, signer: privateKey, extensions: [
    extension(BASIC_CONSTRAINTS, true, sequence(TRUE, integer(Uint8Array.of(0)))),
    // Signs certificates and revocation lists, nothing else.
    extension(KEY_USAGE, true, bits(1, Uint8Array.of(0x06))),
  ] })
  return { cert: pem(der), key: keyText(privateKey) }
}

/** A server's certificate for host names and addresses, signed by a root. */
export function makeLeaf(root: KeyAndCertificate, rootName: string, names: readonly string[], validity: Validity, rootKey: KeyObject): KeyAndCertificate {
  const { privateKey, publicKey } = newKeys()
  const der = certificate({ issuer: rootName, subject: names[0] ?? 'localhost', validity, publicKey, signer: rootKey, extensions: [
    extension(BASIC_CONSTRAINTS, true, sequence()),
    extension(KEY_USAGE, true, bits(7, Uint8Array.of(0x80))),
    extension(EXTENDED_KEY_USAGE, false, sequence(SERVER_AUTH)),
    extension(SUBJECT_ALT_NAME, false, sequence(...names.map(alternative))),
  ] })
  return { cert: pem(der) + root.cert, key: keyText(privateKey) }
}

interface CertificateParts {
  readonly issuer: string
  readonly subject: string
  readonly validity: Validity
  readonly publicKey: KeyObject
  readonly signer: KeyObject
  readonly extensions: readonly Uint8Array[]
}

function certificate({ issuer, subject, validity, publicKey, signer, extensions }: CertificateParts): Uint8Array {
  const serial = randomBytes(16)
  // Positive, and as long as it says.
  serial[0] = (serial[0]! & 0x7f) | 0x40
  const body = sequence(
    tagged(0xa0, integer(Uint8Array.of(2))),
    integer(serial),
    sequence(ECDSA_SHA256),
    commonName(issuer),
    sequence(time(validity.from), time(validity.until)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  )
  return sequence(body, sequence(ECDSA_SHA256), bits(0, sign('sha256', body, signer)))
}

function newKeys(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

const ECDSA_SHA256 = oid('2a8648ce3d040302')
const BASIC_CONSTRAINTS = oid('551d13')
const KEY_USAGE = oid('551d0f')
const EXTENDED_KEY_USAGE = oid('551d25')
const SUBJECT_ALT_NAME = oid('551d11')
const SERVER_AUTH = oid('2b06010505070301')
const COMMON_NAME = oid('550403')
const TRUE = tagged(0x01, Uint8Array.of(0xff))

function extension(id: Uint8Array, isCritical: boolean, value: Uint8Array): Uint8Array {
  return sequence(id, ...(isCritical ? [TRUE] : []), tagged(0x04, value))
}

function alternative(name: string): Uint8Array {
  return isIP(name) === 0 ? tagged(0x82, Buffer.from(name, 'latin1')) : tagged(0x87, addressBytes(name))
}

function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split('.').map(Number))
  // The address bar's form has no embedded IPv4, and at most one gap.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const all = [...before, ...new Array<string>(8 - before.length - after.length).fill('0'), ...after]
  return Uint8Array.from(all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]))
}

function commonName(name: string): Uint8Array {
  return sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(name, 'utf8')))))
}

/** Two digits of the year until 2049, four from then on. */
function time(date: Date): Uint8Array {
  const digits = `${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`
  return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits))
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0x30, Buffer.concat(parts))
}

function integer(bytes: Uint8Array): Uint8Array {
  return tagged(0x02, bytes)
}

function bits(unused: number, bytes: Uint8Array): Uint8Array {
  return tagged(0x03, Buffer.concat([Uint8Array.of(unused), bytes]))
}

function oid(hex: string): Uint8Array {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

function tagged(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.of(tag, ...size), content])
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function keyText(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string
}
