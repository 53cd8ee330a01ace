// People who sign in at an identity provider, and the sources and the chain that start there.

import assert from 'node:assert/strict'
import type { FederatedDraft } from '../../../extension/protocol.ts'
import { assertion, token } from '../../aws/idp.ts'
import { bySaml, byToken, fromIdp, samlRoles } from '../../aws/sample.ts'
import type { Browser } from './browser.ts'
import { chain } from './sample.ts'

export const SAML_SOURCE: FederatedDraft = {
  kind: 'saml',
  name: 'Corp',
  role: { roleArn: bySaml.roleArn, provider: bySaml.providerArn, signInUrl: 'https://idp.corp.example/aws' },
}
export const WEB_SOURCE: FederatedDraft = { kind: 'web-identity', name: 'Token', role: { roleArn: byToken } }

export const freshAssertion = (more = {}): string => assertion({ roles: samlRoles, now: Date.now(), ...more })
export const freshToken = (more = {}): string => token({ now: Date.now(), ...more })

export async function addChain(browser: Browser, sourceId: string): Promise<void> {
  const { saved, findings } = await browser.call('saveChain', chain('prod', 'Production', { sourceId, hops: fromIdp }))
  assert.deepEqual([saved, findings.filter(({ severity }) => severity === 'error')], [true, []])
}
