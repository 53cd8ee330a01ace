// What pages and background tell each other of the vault. Types only.

import type { Lock, RecordList } from 'rolerelay-core'

/** How what is kept is protected, and whether it can be read now. */
export type VaultState =
  /** There is no password. Chains are on disk in the clear, keys in memory until the browser closes or the extension is updated. */
  | {
      state: 'open'
      /** What a person has to be told of how it is kept, such as that a copy stands in for what was lost; until it is dismissed. */
      notice?: string
    }
  /** Encrypted, and nobody has unlocked it. */
  | {
      state: 'locked'
      ways: UnlockWay[]
      /** Until when no password is tried, in milliseconds since 1970: too many were wrong. */
      waitUntil?: number
      /** What is wrong with the newest copy, in a sentence, where an older one would be opened instead. */
      recovered?: string
    }
  | {
      state: 'unlocked'
      ways: UnlockWay[]
      /** When it locks by itself unless it is used, in milliseconds since 1970; absent where only the browser's end locks it. */
      until?: number
      /** The same. */
      notice?: string
    }
  /** No copy is whole, or a newer version wrote it. Nothing is changed. */
  | { state: 'damaged'; message: string }

/** A way to unlock the vault. */
export interface UnlockWay {
  /** Names it: a slot of the vault. */
  id: string
  /** What it takes. */
  lock: Lock
  /** What the person calls a passkey, and when it was added. Only while unlocked. */
  name?: string
  addedAt?: number
}

/** What proves that the person is there: the password, or what a passkey's PRF gave for its lock's salt, in base64url. */
export type Proof = { password: string } | { way: string; prf: string }

/** What a page needs to make a passkey. All in base64url. */
export interface PasskeyOffer {
  /** What the PRF is to be asked about. */
  salt: string
  userId: string
  challenge: string
  /** The credentials that are here already. */
  exclude: string[]
}

/** A passkey that was made. */
export interface Passkey {
  name: string
  lock: Lock
  /** What its PRF gave for the lock's salt, in base64url. */
  prf: string
}

/** What restoring a backup would do. Nothing is changed. */
export interface BackupPreview {
  /** When it was made, in milliseconds since 1970. */
  madeAt: number
  /** The names of chains that would come, would be replaced by what they were, and would go. */
  chains: { added: string[]; changed: string[]; removed: string[] }
  /** The same of sources. */
  sources: { added: string[]; changed: string[]; removed: string[] }
  /** What may not stand among the rest, and would be set aside. */
  aside: SetAside[]
}

/** Something that may not stand among what is kept, and is kept beside it. */
export interface SetAside {
  list: RecordList
  /** What it calls itself; empty where it has no name. */
  name: string
  /** Why it may not. */
  message: string
}
