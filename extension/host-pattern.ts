/** The pattern by which browsers give leave to reach an origin, on whatever port: Firefox takes none in it. */
export const hostPattern = (origin: string): string => `${origin.replace(/:\d+$/, '')}/*`
