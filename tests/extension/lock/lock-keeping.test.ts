// What changes how all of it is kept, overtaken by a lock: see lock-everywhere.ts.

import { describe } from 'node:test'
import { KEEPING, overtake } from '../scene/lock-everywhere.ts'

describe('a lock, and a lock with an unlocking behind it, at each point while', () => overtake(KEEPING))
