// Every cause of a failure, as changes that break a chain which went well.

import type { Defect } from './defect.ts'
import { OF_ANSWERS } from './of-answers.ts'
import { OF_POLICIES } from './of-policies.ts'

export type { Defect }
export const DEFECTS: Defect[] = [...OF_ANSWERS, ...OF_POLICIES]
