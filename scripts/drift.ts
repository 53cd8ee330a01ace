// npm run drift: whether AWS takes longer or shorter texts than when our table of limits was written. By hand, since it asks the network:
// the newest botocore of Python's registry is put into target/, and its model of STS held against the core's table and the local AWS.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { rules, table } from '../tests/aws/sts/limits.ts'
import { must, ROOT } from './run.ts'

interface Limits {
  min?: number
  max?: number
  pattern?: string
}

interface Model {
  operations: Record<string, { input: { shape: string } }>
  shapes: Record<string, Limits & { members?: Record<string, { shape: string }> }>
}

const folder = join(ROOT, 'target', 'drift')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
await must('python3', ['-m', 'pip', 'download', 'botocore', '--no-deps', '--quiet', '--dest', folder])
const [wheel = ''] = readdirSync(folder)
const newest = /^botocore-([\d.]+)-/.exec(wheel)?.[1] ?? 'of an unknown version'
const place = /^botocore\/data\/sts\/[\d-]+\/service-2\.json(\.gz)?$/
const files = unzipSync(readFileSync(join(folder, wheel)), { filter: ({ name }) => place.test(name) })
const [name, packed] = Object.entries(files)[0] ?? []
if (!name || !packed) throw new Error(`${wheel} has no model of STS where it is looked for.`)
const model: Model = JSON.parse(Buffer.from(name.endsWith('.gz') ? gunzipSync(packed) : packed).toString())

/** What the model says of a member: of an operation's input, or of a shape. */
function limitsOf(place: string): Limits {
  const [owner = '', member = ''] = place.split('.')
  const shape = model.operations[owner]?.input.shape ?? owner
  const of = model.shapes[shape]?.members?.[member]?.shape
  if (!of) throw new Error(`The model has no ${place} any more.`)
  return model.shapes[of] ?? {}
}

const ours = table()
const drifted: string[] = []
const hold = (what: string, place: string, { min = 0, max, pattern }: Limits, said: Limits) => {
  const differs = (said.min ?? 0) !== min || said.max !== max
  if (differs) drifted.push(`${place}: AWS takes ${said.min ?? 0} to ${said.max}, ${what} ${min} to ${max}`)
  if (pattern && said.pattern !== pattern)
    drifted.push(`${place}: AWS’s pattern is ${said.pattern}, that of ${what} ${pattern}`)
}
for (const [place, limits] of Object.entries(ours.limits)) hold('the core', place, limits, limitsOf(place))
for (const [place, rule] of Object.entries(rules)) hold('the local AWS', place, rule, limitsOf(place))

console.log(`The newest botocore is ${newest}; crate/aws/limits.rs is of ${ours.version}.`)
console.log(drifted.join('\n') || `${Object.keys(ours.limits).length} limits are as they were.`)
if (drifted.length > 0) process.exitCode = 1
