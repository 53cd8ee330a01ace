// AWS Identity and Access Management: finds the action, verifies who calls, answers.

import { AwsError } from './errors.ts'
import { type Environment, parametersOf, type Reply, type Request } from './http.ts'
import { type Call, mayCallIam } from './iam-call.ts'
import { keyActions } from './iam-keys.ts'
import { policyActions } from './iam-policies.ts'
import { roleActions } from './iam-roles.ts'
import { callerOf } from './secrets.ts'
import { verify } from './sigv4.ts'
import { Reader } from './sts/parameters.ts'
import { asAwsError, IAM_VERSION, type Result, refusal, success } from './sts/wire.ts'

const ACTIONS: Record<string, (call: Call) => Result> = { ...keyActions, ...roleActions, ...policyActions }

export async function iam(environment: Environment, request: Request): Promise<Reply> {
  const parameters = parametersOf(request)
  const name = parameters.get('Action') ?? ''
  let arn: string | undefined
  try {
    const version = parameters.get('Version') ?? 'NO_VERSION_SPECIFIED'
    const action = version === IAM_VERSION && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (!action) throw new AwsError('InvalidAction', 400, `Could not find operation ${name} for version ${version}`)
    const { secret, region } = await verify(request, environment)
    const caller = callerOf(environment, secret, region)
    arn = caller.arn
    mayCallIam(caller)
    const result = action({ environment, caller, region, name, reader: new Reader(parameters) })
    return { ...success(request, name, result, environment.clock.now()), caller: arn }
  } catch (thrown) {
    const refused = refusal(request, asAwsError(thrown), environment.clock.now())
    return { ...refused, ...(arn !== undefined && { caller: arn }) }
  }
}
