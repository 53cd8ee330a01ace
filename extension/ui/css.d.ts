// esbuild turns a stylesheet that a page imports into that page's own .css file.
declare module '*.css'
