// The page's side of the worker that knows how easily passwords are guessed.

import type { Failure } from 'rolerelay-core'
import type { Strength } from './strength.ts'
import type { Answer, Question } from './strength-worker.ts'

export interface Judge {
  strength: (password: string, known: string[]) => Promise<Strength>
  /** A passphrase that nobody guesses. */
  suggestion: () => Promise<string>
  /** Takes the memory away that held the passwords. */
  dismiss: () => void
}

export function hireJudge(): Judge {
  const worker = new Worker('strength.js', { type: 'module' })
  const waiting: { resolve: (answer: Answer) => void; reject: (failure: Failure) => void }[] = []
  // It answers in the order in which it is asked.
  worker.onmessage = ({ data }: MessageEvent<Answer>) => waiting.shift()?.resolve(data)
  let failed = false
  worker.onerror = () => {
    failed = true
    for (const { reject } of waiting.splice(0)) reject(broken)
  }
  const ask = (question: Question) =>
    new Promise<Answer>((resolve, reject) => {
      if (failed) return reject(broken)
      waiting.push({ resolve, reject })
      worker.postMessage(question)
    })
  return {
    strength: async (password, known) => (await ask({ password, known })) as Strength,
    suggestion: async () => (await ask('suggest')) as string,
    dismiss: () => worker.terminate(),
  }
}

const broken: Failure = {
  kind: 'internal',
  message: 'The strength of the password could not be measured, so it was not taken. Reload this page.',
}
