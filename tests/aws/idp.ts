// An identity provider outside of AWS, as the sample organisation has one: it signs assertions of SAML and tokens of OpenID Connect.
// Whatever a test wants wrong in them is signed all the same, unless it is the signature that is wrong.
//
// An assertion's signature is over its text without the signature itself: one spelling that both sides here have, in the place of XML's
// canonical form, which nobody else reads.

import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { escaped, type Reply } from './http.ts'
import { page } from './page.ts'

export const issuer = 'https://idp.corp.example'
/** The provider's page where people sign in, and what posts the assertion. */
export const IDP_HOST = 'idp.corp.example'
export const AWS_AUDIENCE = 'urn:amazon:webservices'
export const RECIPIENT = 'https://signin.aws.amazon.com/saml'

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** What IAM is told of the provider. */
export const publicKey: KeyObject = keys.publicKey
/** Of nobody that IAM knows. */
export const forgersKey: KeyObject = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

export interface AssertionOptions {
  /** Pairs of role and provider, as they are to stand there. */
  roles: string[]
  now: number
  name?: string
  issuer?: string
  audience?: string
  recipient?: string
  /** How long it counts, in milliseconds. */
  lasts?: number
  key?: KeyObject
}

/** A SAML response in base64, as a browser posts it. */
export function assertion({ roles, now, name = 'ana', key = keys.privateKey, ...more }: AssertionOptions): string {
  const { audience = AWS_AUDIENCE, recipient = RECIPIENT, lasts = 300_000 } = more
  const by = more.issuer ?? issuer
  const time = (ms: number) => new Date(now + ms).toISOString()
  const values = (texts: string[]) =>
    texts.map((text) => `<saml:AttributeValue>${escaped(text)}</saml:AttributeValue>`).join('')
  const attribute = (of: string, texts: string[]) =>
    `<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/${of}">${values(texts)}</saml:Attribute>`
  const head = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" IssueInstant="${time(0)}" Version="2.0"><saml:Issuer>${escaped(by)}</saml:Issuer>`
  const rest = `<saml:Subject><saml:NameID>${escaped(name)}</saml:NameID><saml:SubjectConfirmation><saml:SubjectConfirmationData NotOnOrAfter="${time(lasts)}" Recipient="${escaped(recipient)}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${time(-60_000)}" NotOnOrAfter="${time(lasts)}"><saml:AudienceRestriction><saml:Audience>${escaped(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AttributeStatement>${attribute('RoleSessionName', [name])}${attribute('Role', roles)}</saml:AttributeStatement></saml:Assertion>`
  const signature = sign('sha256', Buffer.from(head + rest), { key, dsaEncoding: 'ieee-p1363' }).toString('base64')
  const signed = `${head}<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>${signature}</ds:SignatureValue></ds:Signature>${rest}`
  const response = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${escaped(recipient)}" ID="_${randomUUID()}" Version="2.0"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${signed}</samlp:Response>`
  return Buffer.from(response).toString('base64')
}

/** The provider's page for a person who is signed in there: a click posts the assertion to AWS. */
export function posting(assertion: string): Reply {
  const form = `<form method="post" action="${RECIPIENT}"><input type="hidden" name="SAMLResponse" value="${escaped(assertion)}"><input type="hidden" name="RelayState" value=""><button id="go">Go to AWS</button></form>`
  return page(200, 'Corp', form)
}

export interface TokenOptions {
  now: number
  subject?: string
  audience?: string
  issuer?: string
  /** How long it counts, in milliseconds. */
  lasts?: number
  key?: KeyObject
}

/** An ID token. */
export function token({ now, subject = 'ana', audience = 'rolerelay', ...more }: TokenOptions): string {
  const { lasts = 300_000, key = keys.privateKey } = more
  const seconds = (ms: number) => Math.floor((now + ms) / 1_000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: more.issuer ?? issuer, aud: audience, sub: subject, iat: seconds(0), exp: seconds(lasts) }
  const signed = `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
