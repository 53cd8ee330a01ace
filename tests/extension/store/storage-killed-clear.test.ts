// The same without a password, and as a store of an older form is moved.

import { CLEAR_ACTS } from '../scene/storage-acts.ts'
import { stopAmid } from '../scene/storage-killed.ts'

stopAmid(CLEAR_ACTS)
