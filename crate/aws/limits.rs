//! How long AWS takes what STS is sent, as the model of STS has it: the one table of it. `npm run drift` holds it, and the tests' local
//! AWS, against the newest model that botocore ships.

use std::ops::RangeInclusive;

/// The version of botocore whose model of STS these are from.
pub const BOTOCORE: &str = "1.44.8";

macro_rules! limits {
    ($($name:ident = $member:literal, $typescript:ident: $least:literal..=$most:literal;)*) => {
        $(
            #[doc = concat!("`", $member, "`: in characters, seconds or members of the list.")]
            pub const $name: RangeInclusive<usize> = $least..=$most;
        )*

        /// The same by the members of the model's shapes.
        pub const TABLE: &[(&str, RangeInclusive<usize>)] = &[$(($member, $name)),*];

        /// The most of each, as a type of TypeScript whose members are those numbers.
        pub const TYPESCRIPT: &str = concat!(
            "export interface AwsLimits {", $("\n  ", stringify!($typescript), ": ", stringify!($most), ";",)* "\n}"
        );
    };
}

limits! {
    ROLE_ARN = "AssumeRole.RoleArn", roleArn: 20..=2048;
    SESSION_NAME = "AssumeRole.RoleSessionName", sessionName: 2..=64;
    SOURCE_IDENTITY = "AssumeRole.SourceIdentity", sourceIdentity: 2..=256;
    EXTERNAL_ID = "AssumeRole.ExternalId", externalId: 2..=1224;
    MFA_SERIAL = "AssumeRole.SerialNumber", mfaSerial: 9..=256;
    DURATION = "AssumeRole.DurationSeconds", duration: 900..=43200;
    SESSION_TAGS = "AssumeRole.Tags", sessionTags: 0..=50;
    TAG_KEY = "Tag.Key", tagKey: 1..=128;
    TAG_VALUE = "Tag.Value", tagValue: 0..=256;
    POLICY_ARN = "PolicyDescriptorType.arn", policyArn: 20..=2048;
    SCOPED_POLICY = "GetScopedCredentials.Policy", scopedPolicy: 1..=2048;
    SCOPED_DURATION = "GetScopedCredentials.DurationSeconds", scopedDuration: 1..=129600;
    SCOPED_DESCRIPTION = "GetScopedCredentials.ScopedSessionDescription", scopedDescription: 2..=256;
    FEDERATED_NAME = "GetFederationToken.Name", federatedName: 2..=32;
    FEDERATED_DURATION = "GetFederationToken.DurationSeconds", federatedDuration: 900..=129600;
    SAML_ASSERTION = "AssumeRoleWithSAML.SAMLAssertion", samlAssertion: 4..=100000;
    WEB_IDENTITY_TOKEN = "AssumeRoleWithWebIdentity.WebIdentityToken", webIdentityToken: 4..=20000;
}
