#!/bin/sh
# Walks chains of roles by `aws sts assume-role`, from the credentials that the aws command line finds by itself. Written by Rolerelay.
#   sh walk.sh CHAIN COMMAND...    runs a command as the last role
#   eval "$(sh walk.sh CHAIN)"     puts its credentials into this shell
@NOTES@set -eu
export AWS_STS_REGIONAL_ENDPOINTS=regional

# The region, the parameters as JSON, and the MFA device if there is one. The session before asks.
assume() {
  code=
  if [ $# -gt 2 ]; then
    printf 'The code that %s shows: ' "$3" >&2
    read -r code
  fi
  keys=$(aws sts assume-role --region "$1" --cli-input-json "$2" ${code:+--token-code "$code"} \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
  case $keys in *\'*) exit 1 ;; esac
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<END
$keys
END
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_CREDENTIAL_EXPIRATION
}

chain=${1-}
[ $# -eq 0 ] || shift
case $chain in
@CHAINS@*)
  echo 'Which chain? One of these:' >&2
  printf '  %s\n' @NAMES@ >&2
  exit 2
  ;;
esac
export AWS_REGION="$region" AWS_DEFAULT_REGION="$region"

if [ $# -gt 0 ]; then exec "$@"; fi
echo unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_CREDENTIAL_EXPIRATION
printf "export %s='%s'\n" AWS_ACCESS_KEY_ID "$AWS_ACCESS_KEY_ID" AWS_SECRET_ACCESS_KEY "$AWS_SECRET_ACCESS_KEY" \
  AWS_SESSION_TOKEN "$AWS_SESSION_TOKEN" AWS_REGION "$region" AWS_DEFAULT_REGION "$region"
