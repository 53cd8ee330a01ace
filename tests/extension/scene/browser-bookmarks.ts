// Bookmarks, as the stand-in for a browser has them: Chrome's, which counts its ids.

export interface Bookmark {
  id: string
  parentId: string
  title: string
  url?: string
  dateAdded: number
}

/** Where Chrome puts what names no folder. */
export const OTHERS = '2'

export function bookmarks(all: Bookmark[]) {
  const find = (id: string): Bookmark => {
    const found = all.find((one) => one.id === id)
    if (!found) throw new Error("Can't find bookmark for id.")
    return found
  }
  const inside = (folder: string) => all.filter(({ parentId }) => parentId === folder)
  return {
    get: async (id: string) => [{ ...find(id) }],
    getChildren: async (id: string) => inside(find(id).id).map((one) => ({ ...one })),
    create: async ({ parentId = OTHERS, title, url }: Partial<Bookmark> & { title: string }) => {
      if (parentId !== OTHERS && find(parentId).url !== undefined) throw new Error('Parent is not a folder.')
      const id = String(1 + Math.max(2, ...all.map((one) => Number(one.id))))
      const made = { id, parentId, title, ...(url !== undefined && { url }), dateAdded: 1_700_000_000_000 + Number(id) }
      all.push(made)
      return { ...made }
    },
    update: async (id: string, to: { title: string; url: string }) => ({ ...Object.assign(find(id), to) }),
    remove: async (id: string) => {
      const one = find(id)
      if (inside(id).length > 0) throw new Error("Can't remove non-empty folder (use recursive to force).")
      all.splice(all.indexOf(one), 1)
    },
  }
}
