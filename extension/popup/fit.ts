// Keeps the popup inside the window that the browser gives it.

/**
 * Browsers cap a popup at 800 x 600 pixels of the screen, which at 200 % zoom is half of that in CSS pixels, and a popup in a tab is as
 * wide as that: the list must scroll there, not the whole page, and text must wrap. `vh` and `vw` cannot say it: the window itself is
 * sized by its content.
 */
export function fitWindow(): void {
  const { style } = document.documentElement
  const fit = () => {
    const { scrollHeight, scrollWidth } = document.documentElement
    if (scrollHeight > innerHeight && innerHeight >= LEAST) style.setProperty('--popup-height', `${innerHeight}px`)
    if (scrollWidth > innerWidth && innerWidth >= LEAST) style.setProperty('--popup-width', `${innerWidth}px`)
  }
  requestAnimationFrame(fit)
  window.addEventListener('resize', fit)
}

/** A window that is smaller, in CSS pixels, is not as large yet as it will be. */
const LEAST = 200
