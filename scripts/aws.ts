// `npm run aws`: the local AWS on its own, for any client. Says where it listens, what is in it, and how to reach it.

import {
  accounts,
  aliceKey,
  externalId,
  mfaSeed,
  otherPartitions,
  sampleWorld,
  threeHops,
} from '../tests/aws/sample.ts'
import { startAws } from '../tests/aws/server.ts'
import { keyOf } from '../tests/aws/world.ts'

const aws = await startAws(sampleWorld())
const alice = aliceKey(aws.world)
const dana = keyOf(aws.world, accounts.hub, 'dana')
const proxy = `http://127.0.0.1:${aws.proxyPort}`

console.log(`The local AWS runs. Ctrl-C stops it.

  TLS       https://127.0.0.1:${aws.port}
  Proxy     ${proxy} (CONNECT; every AWS host leads here, nothing else is reachable)
  CA file   ${aws.caFile}

Users (the keys work nowhere else)

  alice     account ${accounts.hub}   ${alice.id}   ${alice.secret}
  dana      account ${accounts.hub}   ${dana.id}   ${dana.secret}
            MFA arn:aws:iam::${accounts.hub}:mfa/dana, seed ${mfaSeed}
${otherPartitions
  .map(({ partition, account }) => {
    const key = keyOf(aws.world, account, 'operator')
    return `  operator  account ${account}   ${key.id}   ${key.secret}   ${partition}`
  })
  .join('\n')}

The chain, from alice

${threeHops.map((hop, at) => `  ${at + 1}. ${hop.roleArn}${hop.externalId ? `   ExternalId ${externalId}` : ''}`).join('\n')}

The aws command line and boto3, under AWS's real host names: paste this first

  export HTTPS_PROXY=${proxy} AWS_CA_BUNDLE=${aws.caFile} AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=${alice.id} AWS_SECRET_ACCESS_KEY=${alice.secret}

  aws sts get-caller-identity
  aws sts assume-role --role-arn ${threeHops[0]?.roleArn} --role-session-name me
  python3 -c 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])'

Or without the proxy

  aws sts get-caller-identity --endpoint-url https://localhost:${aws.port}

Chromium

  chromium --user-data-dir=$(mktemp -d) --ignore-certificate-errors-spki-list=${aws.spki} \\
    --host-resolver-rules='${aws.hostRules}'
`)

process.once('SIGINT', () => void aws.close())
process.once('SIGTERM', () => void aws.close())
