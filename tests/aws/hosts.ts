// The host names of AWS that are played here, and what each of them is. From AWS's endpoint rule sets as botocore ships
// them (STS, IAM, sign-in) and from AWS's documentation and clients (console). Written apart from the core's own table, so
// that a mistake in one does not hide in the other.

export interface Partition {
  name: 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc'
  /** The region that the bare sign-in and console hosts stand for. */
  home: string
  regions: string[]
  /** Regions that an account must switch on before they know its credentials. */
  optIn: string[]
  sts: (region: string) => string[]
  /** What follows the region in the hosts of IAM Identity Center. */
  dns: string
  /** IAM's one host, which stands for the region that its requests are signed for. */
  iam: { host: string; region: string }
  signin: string
  console: string
  /** Whether sign-in and console exist without a region in front. */
  bareHosts: boolean
}

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Only these have FIPS hosts of their own in the commercial partition; GovCloud's plain hosts are FIPS already. */
const FIPS = words('us-east-1 us-east-2 us-west-1 us-west-2')

export const partitions: Partition[] = [
  {
    name: 'aws',
    dns: 'amazonaws.com',
    home: 'us-east-1',
    regions: words(`
      us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2
      eu-west-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2`),
    optIn: words(`
      af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
      ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 me-west-1
      mx-central-1 sa-west-1`),
    sts: (region) => [
      `sts.${region}.amazonaws.com`,
      `sts.${region}.api.aws`,
      ...(FIPS.includes(region) ? [`sts-fips.${region}.amazonaws.com`] : []),
    ],
    iam: { host: 'iam.amazonaws.com', region: 'us-east-1' },
    signin: 'signin.aws.amazon.com',
    console: 'console.aws.amazon.com',
    bareHosts: true,
  },
  {
    name: 'aws-cn',
    dns: 'amazonaws.com.cn',
    home: 'cn-north-1',
    regions: words('cn-north-1 cn-northwest-1'),
    optIn: [],
    sts: (region) => [`sts.${region}.amazonaws.com.cn`, `sts.${region}.api.amazonwebservices.com.cn`],
    iam: { host: 'iam.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
    signin: 'signin.amazonaws.cn',
    console: 'console.amazonaws.cn',
    bareHosts: true,
  },
  {
    name: 'aws-us-gov',
    dns: 'amazonaws.com',
    home: 'us-gov-west-1',
    regions: words('us-gov-west-1 us-gov-east-1'),
    optIn: [],
    sts: (region) => [`sts.${region}.amazonaws.com`, `sts.${region}.api.aws`],
    iam: { host: 'iam.us-gov.amazonaws.com', region: 'us-gov-west-1' },
    signin: 'signin.amazonaws-us-gov.com',
    console: 'console.amazonaws-us-gov.com',
    bareHosts: true,
  },
  {
    name: 'aws-eusc',
    dns: 'amazonaws.eu',
    home: 'eusc-de-east-1',
    regions: words('eusc-de-east-1'),
    optIn: [],
    sts: (region) => [`sts.${region}.amazonaws.eu`, `sts.${region}.api.amazonwebservices.eu`],
    iam: { host: 'iam.eusc-de-east-1.amazonaws.eu', region: 'eusc-de-east-1' },
    signin: 'signin.amazonaws-eusc.eu',
    console: 'console.amazonaws-eusc.eu',
    bareHosts: false,
  },
]

/** The legacy global host. It signs for us-east-1, and its tokens do not work in opt-in regions. */
export const GLOBAL_STS = 'sts.amazonaws.com'

export const partitionNamed = (name: string): Partition | undefined => partitions.find((p) => p.name === name)
export const partitionOfRegion = (region: string): Partition | undefined =>
  partitions.find((p) => p.regions.includes(region) || p.optIn.includes(region))

/** What stands behind a host name. */
export interface Place {
  /** `other` is not AWS's. */
  service: 'sts' | 'iam' | 'oidc' | 'portal' | 'device' | 'signin' | 'console' | 'other'
  host: string
  /** Absent for localhost, where the credential scope says which region is meant. */
  region?: string
  partition?: Partition
  /** Whether the region is part of the host name. */
  regional: boolean
  /** The account and random part in front of a console host while several sessions are open. */
  label?: string
}

const places = new Map<string, Place>()
for (const partition of partitions) {
  for (const region of [...partition.regions, ...partition.optIn]) {
    const here = { region, partition, regional: true }
    for (const host of partition.sts(region)) places.set(host, { service: 'sts', host, ...here })
    for (const [service, name] of Object.entries({ oidc: 'oidc', portal: 'portal.sso', device: 'device.sso' })) {
      const host = `${name}.${region}.${partition.dns}`
      places.set(host, { service: service as Place['service'], host, ...here })
    }
    for (const service of ['signin', 'console'] as const) {
      const host = `${region}.${partition[service]}`
      places.set(host, { service, host, ...here })
    }
  }
  const { host, region } = partition.iam
  places.set(host, { service: 'iam', host, region, partition, regional: false })
  if (!partition.bareHosts) continue
  for (const service of ['signin', 'console'] as const) {
    const host = partition[service]
    places.set(host, { service, host, region: partition.home, partition, regional: false })
  }
}
places.set(GLOBAL_STS, {
  service: 'sts',
  host: GLOBAL_STS,
  region: 'us-east-1',
  partition: partitions[0] as Partition,
  regional: false,
})
for (const host of ['localhost', '127.0.0.1']) places.set(host, { service: 'sts', host, regional: false })

const LABELLED = /^(\d{12}-[0-9a-z]{8})\.(.+)$/

/** What a host is, by its name in a URL or a Host header (a port is ignored). */
export function placeOf(hostAndPort: string): Place | undefined {
  const host = hostAndPort.toLowerCase().replace(/:\d+$/, '')
  const [, label, rest] = LABELLED.exec(host) ?? []
  if (!label || !rest) return places.get(host) ?? serviceConsole(host)
  const place = places.get(rest)
  return place?.service === 'console' && place.regional ? { ...place, host, label } : undefined
}

/** Some services' consoles have hosts of their own, such as `health.console.aws.amazon.com`. */
function serviceConsole(host: string): Place | undefined {
  const [, rest] = /^[a-z][a-z0-9-]*\.(.+)$/.exec(host) ?? []
  const place = places.get(rest ?? '')
  return place?.service === 'console' && !place.regional ? { ...place, host } : undefined
}

/** Every name for the certificate: all hosts, and one label more before each of the console's. */
export function certificateNames(): string[] {
  const consoles = [...places.values()].filter(({ service }) => service === 'console')
  return [...places.keys(), ...consoles.map(({ host }) => `*.${host}`)]
}

/** For Chromium's --host-resolver-rules: AWS's domains and these names lead here, and no other name exists. */
export function hostRules(port: number, others: string[]): string {
  const domains = new Set<string>()
  for (const { host, partition } of places.values()) {
    const domain = partition && /(?:aws\.amazon\.com|[^.]+\.(?:com\.cn|\w+))$/.exec(host)?.[0]
    if (domain) domains.add(domain)
  }
  const here = [...[...domains].map((domain) => `*.${domain}`), ...others].map(
    (name) => `MAP ${name} 127.0.0.1:${port}`,
  )
  // But this computer, to which AWS's page leads at the end of a console sign-in.
  return [...here, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ')
}
