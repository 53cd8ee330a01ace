// Whether an assertion is the provider's, for AWS, and of now.

import { verify } from 'node:crypto'
import { XMLParser } from 'fast-xml-parser'
import { AWS_AUDIENCE } from '../idp.ts'
import type { SamlProvider } from '../world.ts'
import { expiredIdentity, invalidToken } from './federated.ts'

interface Said {
  /** Pairs of role and provider. */
  roles: string[][]
  name: string
  recipient: string
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'Attribute' || name === 'AttributeValue',
})

export function checkAssertion(text: string, provider: SamlProvider, now: number): Said {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw invalidToken('Invalid base64 SAMLResponse')
  const xml = Buffer.from(text, 'base64').toString('utf8')
  const [signed, ...more] = xml.match(/<saml:Assertion .*?<\/saml:Assertion>/gs) ?? []
  const [element = '', value = ''] =
    /<ds:Signature .*?<ds:SignatureValue>(.*?)<\/ds:SignatureValue><\/ds:Signature>/s.exec(xml) ?? []
  if (!signed || more.length > 0 || !signed.includes(element)) throw invalidToken('Response signature invalid')
  const data = Buffer.from(signed.replace(element, ''))
  const key = { key: provider.publicKey, dsaEncoding: 'ieee-p1363' } as const
  const isSigned = verify('sha256', data, key, Buffer.from(value, 'base64'))
  const said = parser.parse(signed).Assertion
  if (said.Issuer !== provider.issuer) throw invalidToken('Issuer not present in specified provider')
  if (!isSigned) throw invalidToken('Response signature invalid')
  const { NotBefore, NotOnOrAfter, AudienceRestriction } = said.Conditions
  // The text is not known.
  if (AudienceRestriction.Audience !== AWS_AUDIENCE) throw invalidToken('Response has another audience')
  const confirmed = said.Subject.SubjectConfirmation.SubjectConfirmationData
  const ends = Math.min(Date.parse(NotOnOrAfter), Date.parse(confirmed.NotOnOrAfter))
  if (now >= ends || now < Date.parse(NotBefore))
    throw expiredIdentity('Token must be redeemed within 5 minutes of issuance')
  const values = (name: string): string[] =>
    said.AttributeStatement.Attribute.find((one: { Name: string }) => one.Name.endsWith(`/SAML/Attributes/${name}`))
      ?.AttributeValue ?? []
  const [name] = values('RoleSessionName')
  if (!name) throw invalidToken('RoleSessionName is required in AuthnResponse')
  const roles = values('Role').map((pair) => pair.split(',').map((arn) => arn.trim()))
  return { roles, name, recipient: confirmed.Recipient }
}
