//! The pages of the console by the names that people say: one row each, with its source beside it.
//!
//! `docs` is the service's own guide at docs.aws.amazon.com, which says at which path its console opens. `alfred` is the list
//! console-services.yml of github.com/rkoval/alfred-aws-console-services-workflow, `granted` service_map.go of
//! github.com/common-fate/granted: where a row names them, they agree with it. A row without a host of its own has the same path in
//! each partition.

use super::{Service, global, own, regional};
use crate::aws::partition::Partition;

pub(super) static SERVICES: &[Service] = &[
    // Compute
    regional("ec2", "EC2", "/ec2/home"),                            // docs, alfred
    regional("instances", "EC2 instances", "/ec2/home#Instances:"), // alfred
    regional("ami amis", "AMIs", "/ec2/home#Images:"),              // alfred
    regional("ebs volumes", "EBS volumes", "/ec2/home#Volumes:"),   // alfred
    regional("snapshots", "EBS snapshots", "/ec2/home#Snapshots:"), // alfred
    regional("sg security-groups", "Security groups", "/ec2/home#SecurityGroups:"), // alfred
    regional("elb alb nlb load-balancers", "Load balancers", "/ec2/home#LoadBalancers:"), // alfred
    regional("tg target-groups", "Target groups", "/ec2/home#TargetGroups:"), // alfred
    regional("asg auto-scaling-groups", "Auto Scaling groups", "/ec2autoscaling/home#/details"), // alfred
    regional("autoscaling", "AWS Auto Scaling", "/awsautoscaling/home"), // docs, alfred
    regional("launch-templates", "Launch templates", "/ec2/home#LaunchTemplates:"), // alfred
    regional("eip elastic-ips", "Elastic IPs", "/ec2/home#Addresses:"), // alfred
    regional("eni network-interfaces", "Network interfaces", "/ec2/home#NIC:"), // alfred
    regional("key-pairs", "Key pairs", "/ec2/home#KeyPairs:"),      // alfred
    regional("spot", "Spot requests", "/ec2sp"),                    // alfred
    regional("placement-groups", "Placement groups", "/ec2/home#PlacementGroups:"), // alfred
    regional("reserved-instances", "Reserved instances", "/ec2/home#ReservedInstances:"), // alfred
    regional("imagebuilder", "EC2 Image Builder", "/imagebuilder/home"), // docs, alfred
    regional("lambda", "Lambda", "/lambda/home"),                   // docs, alfred, granted
    regional("functions", "Lambda functions", "/lambda/home#/functions"), // alfred
    regional("layers", "Lambda layers", "/lambda/home#/layers"),    // alfred
    regional("batch", "Batch", "/batch/home"),                      // docs, alfred
    regional("elasticbeanstalk beanstalk eb", "Elastic Beanstalk", "/elasticbeanstalk/home"), // docs, alfred, granted
    regional("ecs", "ECS", "/ecs/home"),                            // alfred, granted
    regional("ecr", "ECR", "/ecr/repositories"),                    // docs, alfred
    regional("eks", "EKS", "/eks/home"),                            // alfred, granted
    regional("apprunner", "App Runner", "/apprunner/home"),         // docs
    regional("outposts", "Outposts", "/outposts/home"),             // docs, alfred
    regional("serverlessrepo sar", "Serverless Application Repository", "/serverlessrepo/home"), // alfred
    regional("compute-optimizer", "Compute Optimizer", "/compute-optimizer/home"), // docs, alfred
    own(
        "lightsail", // docs, alfred
        "Lightsail",
        &[(Partition::Aws, "lightsail.aws.amazon.com/ls/webapp/home")],
    ),
    // Storage
    regional("s3 buckets", "S3", "/s3/home"),           // alfred, granted
    regional("glacier", "S3 Glacier", "/glacier/home"), // docs, alfred
    regional("efs", "EFS", "/efs/home"),                // alfred
    regional("fsx", "FSx", "/fsx/home"),                // alfred
    regional("storagegateway", "Storage Gateway", "/storagegateway/home"), // docs, alfred
    regional("backup", "Backup", "/backup/home"),       // alfred
    regional("datasync", "DataSync", "/datasync/home"), // docs, alfred
    regional("transfer", "Transfer Family", "/transfer/home"), // docs, alfred
    regional("snow snowfamily", "Snow Family", "/snowfamily/home"), // docs, alfred
    regional("drs", "Elastic Disaster Recovery", "/drs/home"), // docs
    // Databases
    regional("rds", "RDS", "/rds/home"), // docs, alfred, granted
    regional("databases", "RDS databases", "/rds/home#databases:"), // alfred
    regional("dynamodb ddb", "DynamoDB", "/dynamodbv2/home"), // alfred, granted
    regional("tables", "DynamoDB tables", "/dynamodbv2/home#tables"), // alfred
    regional("dax", "DynamoDB Accelerator", "/dynamodbv2/home#dax-clusters"), // alfred
    regional("elasticache redis", "ElastiCache", "/elasticache/home"), // docs, alfred
    regional("memorydb", "MemoryDB", "/memorydb/home"), // docs
    regional("neptune", "Neptune", "/neptune/home"), // docs, alfred
    regional("documentdb docdb", "DocumentDB", "/docdb/home"), // docs, alfred
    regional("keyspaces", "Keyspaces", "/keyspaces/home"), // docs, alfred
    regional("timestream", "Timestream", "/timestream/home"), // docs
    regional("redshift", "Redshift", "/redshiftv2/home"), // docs, alfred, granted
    regional("dms", "Database Migration Service", "/dms/v2/home"), // docs, alfred, granted
    // Networking
    regional("vpc", "VPC", "/vpc/home"),                  // docs, alfred, granted
    regional("subnets", "Subnets", "/vpc/home#subnets:"), // alfred
    regional("route-tables", "Route tables", "/vpc/home#RouteTables:"), // alfred
    regional("igw internet-gateways", "Internet gateways", "/vpc/home#igws:"), // alfred
    regional("nat nat-gateways", "NAT gateways", "/vpc/home#NatGateways:"), // alfred
    regional("vpce vpc-endpoints", "VPC endpoints", "/vpc/home#Endpoints:"), // alfred
    regional("peering", "VPC peering connections", "/vpc/home#PeeringConnections:"), // alfred
    regional("nacl network-acls", "Network ACLs", "/vpc/home#acls:"), // alfred
    regional("tgw transit-gateways", "Transit gateways", "/vpc/home#TransitGateways:"), // alfred
    regional("vpn", "VPN connections", "/vpc/home#VpnConnections:"), // alfred
    regional("client-vpn", "Client VPN endpoints", "/vpc/home#ClientVPNEndpoints:"), // alfred
    regional("network-firewall", "Network Firewall", "/vpc/home#NetworkFirewalls:"), // alfred
    regional("ipam", "IP Address Manager", "/ipam/home"), // docs
    global("networkmanager", "Network Manager", "/networkmanager/home"), // docs
    global("cloudfront cf", "CloudFront", "/cloudfront/v4/home"), // docs
    global("route53 r53", "Route 53", "/route53/v2/home"), // alfred, granted
    global("hosted-zones", "Route 53 hosted zones", "/route53/v2/hostedzones"), // alfred
    global("domains", "Route 53 domains", "/route53/domains/home"), // docs
    regional("resolver route53resolver", "Route 53 Resolver", "/route53resolver/home"), // docs
    regional("apigateway apigw", "API Gateway", "/apigateway/main/apis"), // alfred
    global("directconnect dx", "Direct Connect", "/directconnect/v2/home"), // docs, alfred, granted
    global("globalaccelerator", "Global Accelerator", "/globalaccelerator/home"), // docs
    regional("appmesh", "App Mesh", "/appmesh/meshes"),   // alfred
    regional("cloudmap", "Cloud Map", "/cloudmap/home"),  // docs, alfred, granted
    // Who may do what, and who is let in
    global("iam", "IAM", "/iam/home"),                         // docs, alfred
    global("roles", "IAM roles", "/iam/home#/roles"),          // docs
    global("users", "IAM users", "/iam/home#/users"),          // docs
    global("groups", "IAM groups", "/iam/home#/groups"),       // docs
    global("policies", "IAM policies", "/iam/home#/policies"), // docs
    global("identity-providers", "IAM identity providers", "/iam/home#/identity_providers"), // docs, alfred
    regional("access-analyzer", "IAM Access Analyzer", "/access-analyzer/home"), // docs, alfred
    regional("rolesanywhere", "IAM Roles Anywhere", "/rolesanywhere/home"), // docs
    regional("identitycenter sso singlesignon", "IAM Identity Center", "/singlesignon/home"), // docs, alfred, granted
    regional("cognito", "Cognito", "/cognito/home"),           // docs, alfred
    regional("directoryservice", "Directory Service", "/directoryservicev2/home"), // docs, alfred
    regional("verifiedpermissions", "Verified Permissions", "/verifiedpermissions/home"), // docs
    global("organizations", "Organizations", "/organizations/v2/home"), // docs, alfred
    regional("ram", "Resource Access Manager", "/ram/home"),   // docs, alfred, granted
    // Security
    regional("secretsmanager sm secrets", "Secrets Manager", "/secretsmanager/home"), // docs, alfred, granted
    regional("kms", "KMS", "/kms/home"),                                              // alfred, granted
    regional("customer-keys", "KMS customer keys", "/kms/home#/kms/keys"),            // alfred
    regional("acm certificates", "Certificate Manager", "/acm/home"),                 // docs, alfred, granted
    regional("acm-pca pca", "Private CA", "/acm-pca/home"),                           // docs, alfred
    regional("cloudhsm", "CloudHSM", "/cloudhsm/home"),                               // docs, alfred
    regional("payment-cryptography", "Payment Cryptography", "/payment-cryptography/home"), // docs
    regional("signer", "Signer", "/signer/home"),                                     // docs
    regional("guardduty gd", "GuardDuty", "/guardduty/home"),                         // docs, alfred, granted
    regional("inspector", "Inspector", "/inspector/v2/home"),                         // docs
    regional("macie", "Macie", "/macie/home"),                                        // docs, alfred
    regional("securityhub", "Security Hub", "/securityhub/home"),                     // docs, alfred, granted
    regional("securitylake", "Security Lake", "/securitylake/home"),                  // docs
    regional("detective", "Detective", "/detective/home"),                            // docs, alfred
    regional("waf wafv2", "WAF", "/wafv2/homev2"),                                    // docs, alfred
    global("shield", "Shield", "/wafv2/shieldv2"),                                    // docs
    global("fms firewall-manager", "Firewall Manager", "/wafv2/fmsv2"),               // docs
    regional("auditmanager", "Audit Manager", "/auditmanager/home"),                  // docs
    global("artifact", "Artifact", "/artifact/home"),                                 // docs, alfred
    // Watching and running
    regional("cloudwatch cw", "CloudWatch", "/cloudwatch/home"), // docs, alfred, granted
    regional("alarms", "CloudWatch alarms", "/cloudwatch/home#alarmsV2:"), // alfred
    regional("dashboards", "CloudWatch dashboards", "/cloudwatch/home#dashboards:"), // alfred
    regional("metrics", "CloudWatch metrics", "/cloudwatch/home#metricsV2:graph=~()"), // alfred
    regional("logs log-groups", "CloudWatch log groups", "/cloudwatch/home#logsV2:log-groups"), // alfred
    regional("logs-insights insights", "Logs Insights", "/cloudwatch/home#logsV2:logs-insights"), // alfred
    regional("canaries", "CloudWatch canaries", "/cloudwatch/home#synthetics:canary/list"), // alfred
    regional("container-insights", "Container Insights", "/cloudwatch/home#container-insights:infrastructure"), // alfred
    regional("xray", "X-Ray", "/xray/home"),                     // docs, alfred
    regional("grafana amg", "Managed Grafana", "/grafana/home"), // docs, granted
    regional("prometheus amp", "Managed Prometheus", "/prometheus/home"), // docs
    regional("cloudtrail ct", "CloudTrail", "/cloudtrail/home"), // docs, alfred
    regional("trail-events event-history", "CloudTrail event history", "/cloudtrail/home#/events"), // alfred
    regional("config", "Config", "/config/home"),                // docs, alfred, granted
    regional("cloudformation cfn", "CloudFormation", "/cloudformation/home"), // docs, alfred, granted
    regional("stacks", "CloudFormation stacks", "/cloudformation/home#/stacks"), // alfred
    regional("stacksets", "CloudFormation StackSets", "/cloudformation/home#/stacksets"), // alfred
    regional("ssm systems-manager", "Systems Manager", "/systems-manager/home"), // alfred, granted
    regional("param parameters parameter-store", "Parameter Store", "/systems-manager/parameters"), // alfred, granted
    regional("session-manager", "Session Manager", "/systems-manager/session-manager"), // alfred
    regional("run-command", "Run Command", "/systems-manager/run-command"), // alfred
    regional("patch-manager", "Patch Manager", "/systems-manager/patch-manager"), // alfred
    regional("state-manager", "State Manager", "/systems-manager/state-manager"), // alfred
    regional("automation", "Systems Manager Automation", "/systems-manager/automation"), // alfred
    regional("fleet-manager", "Fleet Manager", "/systems-manager/fleet-manager/managed-nodes"), // docs
    regional("maintenance-windows", "Maintenance windows", "/systems-manager/maintenance-windows"), // alfred
    regional("inventory", "Systems Manager Inventory", "/systems-manager/inventory"), // alfred
    regional("opscenter", "OpsCenter", "/systems-manager/opsitems"), // alfred
    regional("appconfig", "AppConfig", "/systems-manager/appconfig"), // alfred
    regional("incident-manager", "Incident Manager", "/systems-manager/incidents/home"), // alfred
    regional("controltower", "Control Tower", "/controltower/home"), // docs, alfred
    regional("servicecatalog", "Service Catalog", "/servicecatalog/home"), // docs, alfred
    regional("servicequotas quotas", "Service Quotas", "/servicequotas/home"), // docs
    global("trustedadvisor", "Trusted Advisor", "/trustedadvisor/home"), // docs, alfred, granted
    global("support", "Support", "/support/home"),               // docs, alfred
    regional("resource-groups", "Resource Groups", "/resource-groups/home"), // docs
    regional("tag-editor", "Tag Editor", "/resource-groups/tag-editor"), // docs
    regional("resource-explorer", "Resource Explorer", "/resource-explorer/home"), // docs, alfred
    regional("license-manager", "License Manager", "/license-manager/home"), // docs, alfred
    regional("wellarchitected", "Well-Architected Tool", "/wellarchitected/home"), // docs, alfred
    regional("launchwizard", "Launch Wizard", "/launchwizard/home"), // docs, alfred
    regional("proton", "Proton", "/proton/home"),                // docs
    regional("resiliencehub", "Resilience Hub", "/resiliencehub/home"), // docs
    regional("fis", "Fault Injection Service", "/fis/home"),     // docs
    regional("managedservices", "Managed Services", "/managedservices/home"), // docs, alfred
    global("chatbot", "Chatbot", "/chatbot/home"),               // docs, alfred
    regional("cloudshell", "CloudShell", "/cloudshell/home"),    // docs, alfred
    own(
        "health phd", // docs: that of GovCloud bears the old name
        "Health Dashboard",
        &[
            (Partition::Aws, "health.aws.amazon.com/health/home"),
            (Partition::AwsUsGov, "phd.amazonaws-us-gov.com/phd/home"),
            (Partition::AwsCn, "health.amazonaws.cn/health/home"),
        ],
    ),
    // Building
    regional("codebuild", "CodeBuild", "/codesuite/codebuild/projects"), // docs, alfred
    regional("codecommit", "CodeCommit", "/codesuite/codecommit/repositories"), // docs, alfred
    regional("codedeploy", "CodeDeploy", "/codesuite/codedeploy/applications"), // alfred
    regional("codepipeline", "CodePipeline", "/codesuite/codepipeline/pipelines"), // docs, alfred
    regional("codeartifact", "CodeArtifact", "/codesuite/codeartifact/repositories"), // docs, alfred
    regional("connections", "CodeConnections", "/codesuite/settings/connections"), // docs, alfred
    regional("codeguru", "CodeGuru", "/codeguru/dashboard"),             // alfred
    regional("cloud9 c9", "Cloud9", "/cloud9/home"),                     // docs, alfred, granted
    global("devicefarm", "Device Farm", "/devicefarm/home"),             // docs, alfred
    regional("amplify", "Amplify", "/amplify/home"),                     // docs, alfred
    regional("appsync", "AppSync", "/appsync/home"),                     // docs, alfred, granted
    // Between applications
    regional("sqs queues", "SQS", "/sqs/v2/home"),                 // alfred
    regional("sns", "SNS", "/sns/v3/home"),                        // docs, alfred
    regional("topics", "SNS topics", "/sns/v3/home#/topics"),      // alfred
    regional("eventbridge events", "EventBridge", "/events/home"), // docs, alfred, granted
    regional("rules", "EventBridge rules", "/events/home#/rules"), // alfred
    regional("scheduler", "EventBridge Scheduler", "/scheduler/home"), // docs
    regional("stepfunctions sfn states", "Step Functions", "/states/home"), // docs, alfred, granted
    regional("mq", "Amazon MQ", "/amazon-mq/home"),                // docs, alfred
    regional("swf", "Simple Workflow Service", "/swf/home"),       // docs, alfred
    regional("appflow", "AppFlow", "/appflow/home"),               // docs
    regional("mwaa airflow", "Managed Apache Airflow", "/mwaa/home"), // docs, granted
    regional("ses", "SES", "/ses/home"),                           // docs, alfred, granted
    regional("pinpoint", "Pinpoint", "/pinpoint/home"),            // docs, alfred
    regional("connect", "Connect", "/connect/home"),               // docs, alfred
    regional("workmail", "WorkMail", "/workmail/v2/home"),         // alfred
    regional("workspaces", "WorkSpaces", "/workspaces/home"),      // docs, alfred
    regional("appstream", "AppStream 2.0", "/appstream2/home"),    // docs, alfred
    // Data
    regional("athena", "Athena", "/athena/home"), // docs, alfred, granted
    regional("emr", "EMR", "/emr/home"),          // docs
    regional("glue", "Glue", "/glue/home"),       // docs, alfred
    regional("gluestudio", "Glue Studio", "/gluestudio/home"), // docs, alfred
    regional("databrew", "Glue DataBrew", "/databrew/home"), // docs
    regional("kinesis", "Kinesis", "/kinesis/home"), // docs, alfred
    regional("firehose", "Data Firehose", "/firehose/home"), // docs, alfred
    regional("kinesisvideo", "Kinesis Video Streams", "/kinesisvideo/home"), // docs, alfred
    regional("flink", "Managed Apache Flink", "/flink/home"), // docs
    regional("msk kafka", "Managed Streaming for Kafka", "/msk/home"), // docs, alfred
    regional("opensearch aos", "OpenSearch Service", "/aos/home"), // docs, granted
    regional("cloudsearch", "CloudSearch", "/cloudsearch/home"), // docs, alfred
    regional("lakeformation", "Lake Formation", "/lakeformation/home"), // docs
    regional("datapipeline", "Data Pipeline", "/datapipeline/home"), // docs, alfred
    regional("datazone", "DataZone", "/datazone/home"), // docs
    regional("dataexchange", "Data Exchange", "/dataexchange/home"), // docs
    regional("cleanrooms", "Clean Rooms", "/cleanrooms/home"), // docs
    regional("entityresolution", "Entity Resolution", "/entityresolution/home"), // docs
    own(
        "quicksight", // docs: a host of its own, with the region before it
        "QuickSight",
        &[(Partition::Aws, "{region}.quicksight.aws.amazon.com/sn/start")],
    ),
    // Learning
    regional("sagemaker", "SageMaker", "/sagemaker/home"), // docs, alfred, granted
    regional("bedrock", "Bedrock", "/bedrock/home"),       // docs
    regional("agentcore", "Bedrock AgentCore", "/bedrock-agentcore/home"), // docs
    regional("comprehend", "Comprehend", "/comprehend/home"), // docs, alfred
    regional("rekognition", "Rekognition", "/rekognition/home"), // docs, alfred
    regional("textract", "Textract", "/textract/home"),    // docs
    regional("polly", "Polly", "/polly/home"),             // docs, alfred
    regional("transcribe", "Transcribe", "/transcribe/home"), // docs, alfred
    regional("translate", "Translate", "/translate/home"), // docs, alfred
    regional("lex", "Lex", "/lexv2/home"),                 // docs, alfred
    regional("kendra", "Kendra", "/kendra/home"),          // docs, alfred
    regional("personalize", "Personalize", "/personalize/home"), // docs, alfred
    regional("forecast", "Forecast", "/forecast/home"),    // docs, alfred
    regional("frauddetector", "Fraud Detector", "/frauddetector/home"), // docs, alfred
    regional("a2i augmentedai", "Augmented AI", "/a2i/home"), // alfred
    regional("healthlake", "HealthLake", "/healthlake/home"), // docs
    regional("omics healthomics", "HealthOmics", "/omics/home"), // docs
    // Things and media
    regional("iot iotcore", "IoT Core", "/iot/home"), // docs, alfred
    regional("iotevents", "IoT Events", "/iotevents/home"), // docs, alfred
    regional("iotsitewise", "IoT SiteWise", "/iotsitewise/home"), // docs, alfred
    regional("iotanalytics", "IoT Analytics", "/iotanalytics/home"), // docs, alfred
    regional("iottwinmaker", "IoT TwinMaker", "/iottwinmaker/home"), // docs
    regional("iotfleetwise", "IoT FleetWise", "/iotfleetwise/home"), // docs
    regional("mediaconnect", "MediaConnect", "/mediaconnect/home"), // docs, alfred
    regional("mediaconvert", "MediaConvert", "/mediaconvert/home"), // docs, alfred
    regional("medialive", "MediaLive", "/medialive/home"), // docs, alfred
    regional("mediapackage", "MediaPackage", "/mediapackage/home"), // docs, alfred
    regional("mediastore", "MediaStore", "/mediastore/home"), // docs, alfred
    regional("mediatailor", "MediaTailor", "/mediatailor/home"), // docs, alfred
    regional("elastictranscoder", "Elastic Transcoder", "/elastictranscoder/home"), // docs, alfred
    regional("ivs", "Interactive Video Service", "/ivs"), // docs
    regional("deadlinecloud", "Deadline Cloud", "/deadlinecloud/home"), // docs
    regional("gamelift", "GameLift", "/gamelift/home"), // docs, alfred
    regional("groundstation", "Ground Station", "/groundstation/home"), // docs, alfred
    regional("location", "Location Service", "/location/home"), // docs
    regional("braket", "Braket", "/braket/home"),     // docs, alfred
    regional("managedblockchain", "Managed Blockchain", "/managedblockchain/home"), // docs, alfred
    // Moving in
    regional("mgn", "Application Migration Service", "/mgn/home"), // docs
    regional("migrationhub", "Migration Hub", "/migrationhub/home"), // docs, alfred
    regional("discovery", "Application Discovery Service", "/discovery/home"), // alfred
    regional("m2", "Mainframe Modernization", "/m2/home"),         // docs
    // Money
    global("billing", "Billing", "/billing/home"),    // docs, alfred
    global("bills", "Bills", "/billing/home#/bills"), // alfred
    global("payments", "Payments", "/billing/home#/paymentsoverview"), // alfred
    global("budgets", "Budgets", "/billing/home#/budgets"), // alfred
    global("cur cost-reports", "Cost and Usage Reports", "/billing/home#/reports"), // alfred
    global("cost-management", "Cost Management", "/cost-management/home"), // docs, alfred
    global("ce cost-explorer", "Cost Explorer", "/cost-management/home#/custom"), // alfred
    global("cost-anomalies", "Cost Anomaly Detection", "/cost-management/home#/anomaly-detection"), // alfred
    global("savings-plans", "Savings Plans", "/cost-management/home#/savings-plans/overview"), // alfred
    global("marketplace", "Marketplace subscriptions", "/marketplace/home#/subscriptions"), // docs, alfred
];
