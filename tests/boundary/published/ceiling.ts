// How many of some refusals an order of causes can have first at the most: of those that are alike in all that the core is given of them it
// tells the same, so at the best the cause that most of them had. A refusal like no other counts as one that can be had.

import type { Published } from './published.ts'

/** Names that AWS gives. Ours are made up, as were the report's own in many, and say nothing. */
const GIVEN =
  /^(?:OrganizationAccountAccessRole|AWSControlTowerExecution|AWSReservedSSO_(?:\w+Access_)?|cdk-\w+-[a-z-]+-role)/

/** What the core is given of it, but for names and numbers that say nothing. */
function given(refusal: Published): string {
  const { operation, status, code, says, by, caller = '', role = '', sends = {}, region, sessionDuration } = refusal
  const [, partition, service, account, name = ''] = /^arn:([\w-]+):(\w+)::(\d+):[\w-]+\/([^/]+)/.exec(caller) ?? []
  const [, rolePartition, roleAccount, path, roleName = ''] =
    /^arn:([\w-]+):iam::(\d+):role(\/(?:.*\/)?)([^/]+)$/.exec(role) ?? []
  const words = says
    .replaceAll(/arn:\S+/g, 'ARN')
    .replaceAll(/'[^']*' at/g, 'VALUE at')
    .replaceAll(/\d[\dTZ]*/g, 'N')
  const within = account === roleAccount
  return JSON.stringify([
    ...[operation, status, code, words.trim(), by, region, sessionDuration !== undefined, Object.keys(sends).sort()],
    ...[service, partition, rolePartition, within, service === 'sts' && within && name === roleName, path],
    ...[GIVEN.exec(name)?.[0], GIVEN.exec(roleName)?.[0]],
  ])
}

/** Those that are alike, together. */
export const groups = (some: readonly Published[]) => grouped(some, given)

export function ceiling(some: readonly Published[]): number {
  const atBest = (group: Published[]) => Math.max(...grouped(group, ({ cause }) => cause).map(({ length }) => length))
  return groups(some).reduce((sum, group) => sum + atBest(group), 0)
}

function grouped<T>(some: readonly T[], by: (one: T) => string): T[][] {
  const found = new Map<string, T[]>()
  for (const one of some) found.set(by(one), [...(found.get(by(one)) ?? []), one])
  return [...found.values()]
}
