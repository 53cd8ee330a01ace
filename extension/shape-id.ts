// The ids of chains that shapes make, as the core makes them (crate/chain/inheritance.rs).

const MADE_BY_A_SHAPE = /^(.+)_([0-9]{12})$/

export const madeId = (shapeId: string, account: string): string => `${shapeId}_${account}`

/** The shape and the account in the id of a chain that a shape makes; nothing in any other id. */
export function shapeIn(id: string): { shapeId: string; account: string } | undefined {
  const [, shapeId, account] = MADE_BY_A_SHAPE.exec(id) ?? []
  return shapeId && account ? { shapeId, account } : undefined
}
