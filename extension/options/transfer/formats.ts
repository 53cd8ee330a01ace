// What can be brought in and written out, in words.

import type { ExportForm, ImportFormat } from 'rolerelay-core'

export const formatNames: Record<ImportFormat, string> = {
  'aws-config': 'AWS config',
  'aws-credentials': 'AWS credentials',
  aesr: 'AWS Extend Switch Roles',
  'aws-sso': 'aws-sso-cli',
  leapp: 'Leapp',
  rolerelay: 'Rolerelay',
  roles: 'Role ARNs and commands',
  'roles-turned': 'Role ARNs and commands, turned round',
}

/** What is taken in, and where people find it. */
export const accepted: [name: string, where: string][] = [
  ['AWS config and credentials', '~/.aws/config and ~/.aws/credentials, best both together; granted’s profiles too'],
  ['AWS Extend Switch Roles', 'the text or JSON of its configuration page'],
  ['aws-sso-cli', 'its config.yaml'],
  ['Leapp', 'a workspace that is not encrypted'],
  ['Rolerelay', 'the JSON that the Export page writes'],
  ['Role ARNs and commands', 'one ARN or many, “aws sts assume-role” lines, calls of the SDKs, switch-role links'],
  ['Lists of accounts', 'the console’s CSV, “aws organizations list-accounts” or “aws sso list-accounts”'],
]

export const forms: Record<ExportForm, { name: string; what: string }> = {
  'aws-config': { name: 'AWS config', what: 'Profiles for ~/.aws/config: the same chains for the AWS command line.' },
  rolerelay: { name: 'Rolerelay JSON', what: 'All that a chain can say. Read back by the Import page.' },
  'policies-json': { name: 'Policies, JSON', what: 'The trust and permission policies that each hop needs.' },
  'policies-terraform': { name: 'Policies, Terraform', what: 'The same policies as Terraform.' },
  shell: { name: 'Code, shell', what: 'A script that walks the chains by the AWS command line.' },
  python: { name: 'Code, Python', what: 'A module that gives sessions of boto3.' },
  javascript: { name: 'Code, JavaScript', what: 'Credential providers for AWS’s SDK.' },
}
