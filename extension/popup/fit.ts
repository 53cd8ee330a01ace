// Keeps the popup inside the window that the browser gives it.

/**
 * Browsers cap a popup at 800 x 600 pixels of the screen, which at 200 % zoom is half of that in CSS pixels; the list
 * must scroll there, not the whole page. `vh` cannot say it: the window itself is sized by its content.
 */
export function fitHeight(): void {
  const root = document.documentElement
  const fit = () => {
    if (root.scrollHeight > window.innerHeight && window.innerHeight > 200) {
      root.style.setProperty('--popup-height', `${window.innerHeight}px`)
    }
  }
  requestAnimationFrame(fit)
  window.addEventListener('resize', fit)
}
