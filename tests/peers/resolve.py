"""What botocore makes of AWS config files: for each profile the AssumeRole calls in their order, and the keys below them.

botocore's own resolution runs, unchanged. Only what would leave the process is answered here: the STS client, and the
four providers and the places on a machine whose keys come from elsewhere. Reads [{"config", "credentials"}] as JSON from
standard input; writes for each {"profile": {"hops": [...], "base": ...}}, with {"error", "message"} for what is refused.
"""

import datetime
import json
import os
import sys
import tempfile

import botocore.credentials as credentials
import botocore.session
from botocore.exceptions import BotoCoreError


def keys_of(place):
    return credentials.Credentials('from ' + place, 'secret', method=place)


def answered_here(provider):
    """A provider whose decision is its own, and whose keys are ours."""
    load = provider.load

    def loaded(self):
        try:
            found = load(self)
        except BotoCoreError as refused:
            # The last thing it does is to read a cache of tokens, which is empty here, or to miss a library for it.
            if type(refused).__name__ not in ('LoginTokenLoadError', 'MissingDependencyException'):
                raise
            found = True
        return found and keys_of(self.METHOD)

    provider.load = loaded


for answered in (
    credentials.SSOProvider,
    credentials.LoginProvider,
    credentials.AssumeRoleWithWebIdentityProvider,
):
    answered_here(answered)
credentials.ProcessProvider._retrieve_credentials_using = lambda self, command: {
    'access_key': 'from custom-process',
    'secret_key': 'secret',
    'token': None,
}
credentials.CanonicalNameCredentialSourcer.source_credentials = lambda self, name: keys_of(name)


class Sts:
    """Answers AssumeRole with keys that name its call, so that the next call shows whose they are."""

    def __init__(self, calls, caller):
        self.calls = calls
        self.caller = caller

    def assume_role(self, **arguments):
        self.calls.append((self.caller, arguments))
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        return {
            'Credentials': {
                'AccessKeyId': f'call {len(self.calls)}',
                'SecretAccessKey': 'secret',
                'SessionToken': 'token',
                'Expiration': end,
            },
            'AssumedRoleUser': {'AssumedRoleId': 'AROA:x', 'Arn': 'arn:aws:sts::123456789012:assumed-role/r/s'},
        }


def a_session(**arguments):
    """Without what a session registers for its clients, of which there are none: that takes ten times as long as all else."""
    return botocore.session.Session(include_builtin_handlers=False, **arguments)


def resolve(profile):
    calls = []

    def client(service, aws_access_key_id, **_):
        return Sts(calls, aws_access_key_id)

    try:
        session = a_session(profile=profile)
        resolver = credentials.create_credential_resolver(session)
        provider = resolver.get_provider('assume-role')
        provider._client_creator = client
        provider._prompter = lambda prompt: '123456'
        found = provider.load()
        if found is None:
            return None
        found.get_frozen_credentials()
    except BotoCoreError as refused:
        return {'error': type(refused).__name__, 'message': str(refused)}
    callers = [caller for caller, _ in calls]
    assert callers[1:] == [f'call {n}' for n in range(1, len(calls))], callers
    for _, arguments in calls:
        arguments.pop('TokenCode', None)
        if arguments['RoleSessionName'].startswith('botocore-session-'):
            del arguments['RoleSessionName']
    return {'hops': [arguments for _, arguments in calls], 'base': callers[0]}


def resolve_all(files):
    for name in ('config', 'credentials'):
        with open(name, 'w', encoding='utf-8', newline='') as file:
            file.write(files[name])
    try:
        profiles = a_session().full_config['profiles']
    except BotoCoreError as refused:
        return {'error': type(refused).__name__, 'message': str(refused)}
    resolved = {profile: resolve(profile) for profile in profiles}
    return {profile: what for profile, what in resolved.items() if what is not None}


def main():
    files = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ.update(AWS_CONFIG_FILE='config', AWS_SHARED_CREDENTIALS_FILE='credentials', HOME=folder)
        json.dump([resolve_all(each) for each in files], sys.stdout)
        os.chdir('/')


main()
