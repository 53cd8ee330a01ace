// Walks chains of roles by AWS's SDK, from the credentials that it finds by itself. Written by Rolerelay.
// new S3Client({ region, credentials: credentialsOf('CHAIN') }) works as the last role, and walks anew when its session ends.
@NOTES@
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'

export const chains = @CHAINS@

/** A provider of the credentials of the chain's last role. `tokenCode` is asked for the code of an MFA device. */
export function credentialsOf(name, tokenCode) {
  const chain = chains.find((chain) => chain.name === name)
  if (!chain) throw new Error(`Which chain? One of these: ${chains.map((chain) => chain.name).join(', ')}`)
  return async () => {
    let credentials
    for (const { region, parameters } of chain.hops) {
      const client = new STSClient({ region, ...(credentials && { credentials }) })
      const TokenCode = parameters.SerialNumber && (await tokenCode(parameters.SerialNumber))
      const { Credentials: keys } = await client.send(new AssumeRoleCommand({ ...parameters, ...(TokenCode && { TokenCode }) }))
      credentials = {
        accessKeyId: keys.AccessKeyId,
        secretAccessKey: keys.SecretAccessKey,
        sessionToken: keys.SessionToken,
        expiration: keys.Expiration,
      }
    }
    return credentials
  }
}
