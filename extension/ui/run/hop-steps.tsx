// The path of a run as a stepper: each hop with its account and role, what is done, what goes on, where it stopped.

import type { ComponentChildren } from 'preact'
import type { HopReport, HopSurvey } from 'rolerelay-core'
import './hop-steps.css'
import { CheckIcon, CrossIcon, WarningIcon } from '../controls/icons.tsx'
import { roleParts } from '../controls/role.ts'
import { clock, milliseconds, span, until, useNow } from '../controls/time.ts'

type StepState = 'done' | 'active' | 'failed' | 'waiting'

interface HopStepsProps {
  /** The role ARNs of the whole chain, where they are known. */
  roles: string[]
  reports: HopReport[]
  /** The hop under way, counted from 0; the number of hops while signing in. */
  at: number
  of: number
  /** `stopped` when it ended without any hop being at fault. */
  phase: 'running' | 'done' | 'failed' | 'stopped'
  /** Whether the console is opened at the end. */
  signsIn: boolean
  /** Shows each session's ARN, region, end, and what it carries. */
  detailed?: boolean
  /** What a test learnt of each hop beside its report. */
  surveyed?: HopSurvey[] | undefined
  /** How long each hop of a test took, in milliseconds. */
  took?: number[] | undefined
}

export function HopSteps({ roles, reports, at, of, phase, signsIn, detailed, surveyed, took }: HopStepsProps) {
  const stateOf = (step: number): StepState => {
    if (phase === 'done' || step < at) return 'done'
    if (step > at || phase === 'stopped') return 'waiting'
    return phase === 'failed' ? 'failed' : 'active'
  }
  return (
    <ol class="steps">
      {Array.from({ length: of }, (_, hop) => {
        const { account, role } = roleParts(reports[hop]?.roleArn ?? roles[hop] ?? '')
        return (
          <Step key={hop} state={stateOf(hop)} mark={hop + 1}>
            <span class="step-title">{role || `Hop ${hop + 1}`}</span>
            <span class="step-detail mono">{account}</span>
            {detailed && reports[hop] && <Session report={reports[hop]} survey={surveyed?.[hop]} took={took?.[hop]} />}
          </Step>
        )
      })}
      {signsIn && (
        <Step state={stateOf(of)} mark="»">
          <span class="step-title">AWS console</span>
          <span class="step-detail">
            {of > 0 ? 'Sign in as the last role' : 'Sign in with the source’s own session'}
          </span>
        </Step>
      )}
    </ol>
  )
}

interface StepProps {
  state: StepState
  mark: string | number
  children: ComponentChildren
}

function Step({ state, mark, children }: StepProps) {
  return (
    <li class={`step ${state}`} aria-current={state === 'active' ? 'step' : undefined}>
      <span class="step-mark" aria-hidden="true">
        {state === 'done' ? <CheckIcon /> : state === 'failed' ? <CrossIcon /> : mark}
      </span>
      <div class="step-text">
        <span class="hidden">{spoken[state]}</span>
        {children}
      </div>
    </li>
  )
}

const spoken: Record<StepState, string> = {
  done: 'Done: ',
  active: 'Under way: ',
  failed: 'Failed: ',
  waiting: 'To come: ',
}

interface SessionProps {
  report: HopReport
  survey: HopSurvey | undefined
  took: number | undefined
}

function Session({ report, survey, took }: SessionProps) {
  const now = useNow(30_000)
  const { tags = [], sourceIdentity: asked, longestSeconds, longestWhy } = survey ?? {}
  return (
    <dl class="step-session">
      <dt>Session</dt>
      <dd class="mono">{report.assumedRoleArn}</dd>
      <dt>Region</dt>
      <dd class="mono">{report.region}</dd>
      <dt>Ends</dt>
      <dd>
        {clock(report.expiresAt, now)} ({until(report.expiresAt, now)})
      </dd>
      {took !== undefined && (
        <>
          <dt>Took</dt>
          <dd>{milliseconds(took)}</dd>
        </>
      )}
      {longestWhy && (
        <>
          <dt>Longest session</dt>
          <dd>
            {longestSeconds !== undefined && `${span(longestSeconds)}. `}
            {longestWhy}
          </dd>
        </>
      )}
      {(report.sourceIdentity ?? asked) && (
        <>
          <dt>Source identity</dt>
          <dd>
            <span class="mono">{report.sourceIdentity ?? asked}</span>
            {asked !== undefined && asked !== report.sourceIdentity && <NotArrived asked={asked} />}
          </dd>
        </>
      )}
      {tags.length > 0 && (
        <>
          <dt>Tags</dt>
          <dd class="mono">{tags.join(', ')}</dd>
        </>
      )}
      {report.packedPolicySize !== undefined && (
        <>
          <dt>Policies and tags</dt>
          <dd>{report.packedPolicySize} % of the room that AWS gives them</dd>
        </>
      )}
      {survey && report.requestId && (
        <>
          <dt>Request ID</dt>
          <dd class="mono">{report.requestId}</dd>
        </>
      )}
    </dl>
  )
}

const NotArrived = ({ asked }: { asked: string }) => (
  <span class="step-warning">
    <WarningIcon /> AWS’s answer does not name “{asked}”, which was asked for.
  </span>
)
