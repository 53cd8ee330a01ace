//! What the actions of each service begin with in policies. Source: the Service Authorization Reference, "Actions, resources, and condition
//! keys for AWS services", which names the service prefix of each.

/// Services whose actions begin with their usual name.
const ALIKE: &str = "ec2 lambda batch elasticbeanstalk ecs ecr eks apprunner outposts serverlessrepo compute-optimizer lightsail s3 glacier \
                     fsx storagegateway backup datasync transfer drs rds dynamodb dax elasticache memorydb timestream redshift dms \
                     network-firewall networkmanager cloudfront route53 apigateway directconnect globalaccelerator appmesh iam \
                     access-analyzer rolesanywhere verifiedpermissions organizations ram secretsmanager kms acm acm-pca cloudhsm \
                     payment-cryptography signer guardduty securityhub securitylake detective shield fms auditmanager artifact \
                     cloudwatch logs xray grafana cloudtrail config cloudformation ssm appconfig controltower servicecatalog \
                     servicequotas trustedadvisor support resource-groups license-manager wellarchitected proton resiliencehub fis \
                     chatbot cloudshell health codebuild codecommit codedeploy codepipeline codeartifact cloud9 devicefarm amplify \
                     appsync sqs sns scheduler mq swf appflow ses connect workmail workspaces appstream athena glue databrew kinesis \
                     firehose kinesisvideo cloudsearch lakeformation datapipeline datazone dataexchange cleanrooms entityresolution \
                     quicksight sagemaker bedrock comprehend rekognition textract polly transcribe translate lex kendra personalize \
                     forecast frauddetector healthlake omics iot iotevents iotsitewise iotanalytics iottwinmaker iotfleetwise \
                     mediaconnect mediaconvert medialive mediapackage mediastore mediatailor elastictranscoder ivs gamelift \
                     groundstation braket managedblockchain mgn discovery m2 imagebuilder budgets cur ce";

/// Services whose actions begin with something else, or with more.
const OTHERS: &[(&str, &[&str])] = &[
    ("vpc", &["ec2"]),
    ("elb", &["elasticloadbalancing"]),
    ("autoscaling", &["autoscaling", "application-autoscaling", "autoscaling-plans"]),
    ("efs", &["elasticfilesystem"]),
    ("neptune", &["rds", "neptune-db"]),
    ("documentdb", &["rds"]),
    ("keyspaces", &["cassandra"]),
    ("domains", &["route53domains"]),
    ("resolver", &["route53resolver"]),
    ("cloudmap", &["servicediscovery"]),
    ("identitycenter", &["sso", "sso-directory", "identitystore"]),
    ("cognito", &["cognito-idp", "cognito-identity", "cognito-sync"]),
    ("directoryservice", &["ds"]),
    ("inspector", &["inspector2"]),
    ("macie", &["macie2"]),
    ("waf", &["wafv2"]),
    ("canaries", &["synthetics"]),
    ("prometheus", &["aps"]),
    ("session-manager", &["ssm", "ssmmessages"]),
    ("incident-manager", &["ssm-incidents", "ssm-contacts"]),
    ("resource-explorer", &["resource-explorer-2"]),
    ("eventbridge", &["events"]),
    ("stepfunctions", &["states"]),
    ("mwaa", &["airflow"]),
    ("pinpoint", &["mobiletargeting"]),
    ("emr", &["elasticmapreduce"]),
    ("flink", &["kinesisanalytics"]),
    ("msk", &["kafka"]),
    ("opensearch", &["es"]),
    ("agentcore", &["bedrock-agentcore"]),
    ("location", &["geo"]),
    ("savings-plans", &["savingsplans"]),
];

/// What is named as if it read, and gives credentials all the same: keys, tokens or signed addresses that may more than read. By what the
/// actions begin with. Source: the outputs in the models of botocore 1.43.11; [`crate::chain::lease`] knows what bears credentials in its name.
const GIVING: &[(&str, &[&str])] = &[
    ("athena", &["GetSessionEndpoint"]),
    ("bedrock-agentcore", &["GetResource*", "GetWorkloadAccessToken*"]),
    ("codepipeline", &["GetJobDetails", "GetThirdPartyJobDetails"]),
    ("cognito-identity", &["GetOpenIdToken*"]),
    ("cognito-idp", &["GetTokensFromRefreshToken"]),
    ("datazone", &["GetConnection", "GetIamPortalLoginUrl"]),
    ("elasticmapreduce", &["Get*PresignedURL"]),
    ("gamelift", &["GetCompute*", "GetInstanceAccess"]),
    ("license-manager", &["GetAccessToken"]),
    ("lightsail", &["GetBucketAccessKeys", "GetInstanceAccessDetails", "Get*Password"]),
    ("quicksight", &["GetAuthCode", "Get*EmbedUrl"]),
    ("redshift", &["GetIdentityCenterAuthToken"]),
    ("s3", &["GetDataAccess"]),
    ("ssm", &["GetAccessToken"]),
    ("sts", &["GetDelegatedAccessToken", "GetSessionToken"]),
];

/// The actions that begin with that and give credentials, though they are named as if they read.
pub fn giving(prefix: &str) -> &'static [&'static str] {
    GIVING.iter().find(|(of, _)| *of == prefix).map_or(&[], |(_, actions)| actions)
}

/// What the actions begin with of the service whose usual name that is; nothing where that is not known.
pub(super) fn prefixes(name: &'static str) -> Vec<&'static str> {
    let other = OTHERS.iter().find(|(of, _)| *of == name).map(|(_, prefixes)| prefixes.to_vec());
    other.unwrap_or_else(|| ALIKE.split_whitespace().filter(|alike| *alike == name).collect())
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, OTHERS, prefixes};
    use crate::aws::services::Service;

    #[test]
    fn each_is_a_service_by_its_usual_name_and_stands_here_once() {
        let all: Vec<_> = ALIKE.split_whitespace().chain(OTHERS.iter().map(|(name, _)| *name)).collect();
        for name in &all {
            let service = Service::find(name).map(|service| service.names().next().unwrap_or_default());
            assert_eq!(service, Some(*name), "{name}");
            assert_eq!(all.iter().filter(|other| other == &name).count(), 1, "{name}");
            let is_prefix =
                |text: &&str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(prefixes(name).iter().all(is_prefix), "{name}");
        }
    }
}
