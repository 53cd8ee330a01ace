// The same without a password, and as a store of an older form is moved.

import { CLEAR_ACTS } from './storage-acts.ts'
import { stopAmid } from './storage-killed.ts'

stopAmid(CLEAR_ACTS)
