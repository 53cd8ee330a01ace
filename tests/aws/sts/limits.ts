// What the local AWS takes of what the core's table of limits names, by the members of the model's shapes.

import { readFileSync } from 'node:fs'
import * as takes from './parameters.ts'

/** The local AWS's own rules. */
export const rules: Record<string, takes.Rule> = {
  'AssumeRole.RoleArn': takes.ARN,
  'AssumeRole.RoleSessionName': takes.SESSION_NAME,
  'AssumeRole.SourceIdentity': takes.SOURCE_IDENTITY,
  'AssumeRole.ExternalId': takes.EXTERNAL_ID,
  'AssumeRole.SerialNumber': takes.SERIAL,
  'AssumeRole.DurationSeconds': takes.DURATION,
  'AssumeRole.Tags': takes.TAGS,
  'Tag.Key': takes.TAG_KEY,
  'Tag.Value': takes.TAG_VALUE,
  'PolicyDescriptorType.arn': takes.ARN,
  'GetScopedCredentials.Policy': takes.SCOPED_POLICY,
  'GetScopedCredentials.DurationSeconds': takes.SCOPED_DURATION,
  'GetScopedCredentials.ScopedSessionDescription': takes.SESSION_DESCRIPTION,
  'GetFederationToken.Name': takes.FEDERATED_NAME,
  'GetFederationToken.DurationSeconds': takes.FEDERATED_DURATION,
  'AssumeRoleWithSAML.SAMLAssertion': takes.SAML_ASSERTION,
  'AssumeRoleWithWebIdentity.WebIdentityToken': takes.WEB_IDENTITY_TOKEN,
}

/** The core's table, and the version of botocore that it is of. */
export function table(): { version: string; limits: Record<string, { min: number; max: number }> } {
  const text = readFileSync(new URL('../../../crate/aws/limits.rs', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^ {4}[A-Z_]+ = "([\w.]+)", \w+: (\d+)\.\.=(\d+);$/gm)]
  const limits = rows.map(([, member = '', min, max]) => [member, { min: Number(min), max: Number(max) }] as const)
  return { version: /BOTOCORE: &str = "([\d.]+)"/.exec(text)?.[1] ?? '', limits: Object.fromEntries(limits) }
}
