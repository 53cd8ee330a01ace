// A background that the browser stops amid what changes a vault.

import { ACTS } from './storage-acts.ts'
import { stopAmid } from './storage-killed.ts'

stopAmid(ACTS)
