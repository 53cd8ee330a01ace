// A database that cannot be opened, as IndexedDB tells that.

import { IDBOpenDBRequest } from 'fake-indexeddb'

/** A request that was answered so, a moment later. */
export function brokenRequest(how: 'blocked' | 'fails'): IDBOpenDBRequest {
  const request = new IDBOpenDBRequest()
  Object.defineProperty(request, 'error', { get: () => new DOMException('Internal error', 'UnknownError') })
  setImmediate(() => {
    const type = how === 'blocked' ? 'blocked' : 'error'
    const hear = (request as unknown as Record<string, ((event: object) => void) | null>)[`on${type}`]
    hear?.call(request, { type, target: request })
  })
  return request
}
