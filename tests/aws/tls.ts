// A certificate authority of our own and one certificate for every name that is played, made by openssl in a folder for
// temporary files. They end after two days; the keys never leave that folder.

import { execFile } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Tls {
  key: string
  cert: string
  /** A PEM file that AWS_CA_BUNDLE can point to. */
  caFile: string
  /** Base 64 of the SHA-256 of the leaf's public key, for Chromium's --ignore-certificate-errors-spki-list. */
  spki: string
  remove(): Promise<void>
}

export async function makeTls(names: string[]): Promise<Tls> {
  const folder = await mkdtemp(join(tmpdir(), 'rolerelay-aws-'))
  const at = (name: string) => join(folder, name)
  const alternatives = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',')
  await writeFile(at('leaf.ext'), `${LEAF}\nsubjectAltName=${alternatives}\n`)
  await writeFile(at('ca.cnf'), CA)

  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const ca = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-config', at('ca.cnf')]
  await openssl('req', '-x509', ...ec, '-days', '2', ...ca)
  await openssl('req', ...ec, '-keyout', at('leaf.key'), '-out', at('leaf.csr'), '-subj', '/CN=local AWS')
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('leaf.ext')]
  await openssl('x509', '-req', '-in', at('leaf.csr'), '-days', '2', ...signer, '-out', at('leaf.pem'))

  const cert = await readFile(at('leaf.pem'), 'utf8')
  const publicKey = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
  return {
    key: await readFile(at('leaf.key'), 'utf8'),
    cert,
    caFile: at('ca.pem'),
    spki: createHash('sha256').update(publicKey).digest('base64'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const CA = `[req]
distinguished_name=name
x509_extensions=ca
prompt=no
[name]
CN=Local AWS for tests
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
`

const LEAF = `basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid`

async function openssl(...args: string[]): Promise<void> {
  try {
    await promisify(execFile)('openssl', args)
  } catch (cause) {
    throw new Error('openssl could not make a certificate for the local AWS; is it installed?', { cause })
  }
}
