"""Walks chains of roles by boto3, from the credentials that it finds by itself. Written by Rolerelay.

session('CHAIN').client('s3') works as the last role; `python walk.py CHAIN` says who that is.
"""
@NOTES@
import os
import sys

import boto3

os.environ.setdefault('AWS_STS_REGIONAL_ENDPOINTS', 'regional')

CHAINS = @CHAINS@


def session(name, token_code=lambda device: input(f'The code that {device} shows: ')):
    """A session of the chain's last role. `token_code` is asked for the code of an MFA device."""
    chain = next(chain for chain in CHAINS if chain['name'] == name)
    at = boto3.Session()
    for hop in chain['hops']:
        parameters = dict(hop['parameters'])
        if 'SerialNumber' in parameters:
            parameters['TokenCode'] = token_code(parameters['SerialNumber'])
        keys = at.client('sts', region_name=hop['region']).assume_role(**parameters)['Credentials']
        at = boto3.Session(
            aws_access_key_id=keys['AccessKeyId'],
            aws_secret_access_key=keys['SecretAccessKey'],
            aws_session_token=keys['SessionToken'],
            region_name=chain['region'],
        )
    return at


if __name__ == '__main__':
    if sys.argv[1:] not in [[chain['name']] for chain in CHAINS]:
        sys.exit('\n  '.join(['Which chain? One of these:', *[chain['name'] for chain in CHAINS]]))
    print(session(sys.argv[1]).client('sts').get_caller_identity()['Arn'])
