// A background that the browser stops amid what changes a vault.

import { ACTS } from '../scene/storage-acts.ts'
import { stopAmid } from '../scene/storage-killed.ts'

stopAmid(ACTS)
