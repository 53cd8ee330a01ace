// Every use of what is kept, overtaken by a lock: see lock-everywhere.ts.

import { describe } from 'node:test'
import { overtake, USING } from '../scene/lock-everywhere.ts'

describe('a lock, and a lock with an unlocking behind it, at each point while', () => overtake(USING))
