/**
 * What a form takes in the place of `onSubmit` where secrets are typed. Firefox offers to keep the password of every form that
 * it sees submitted, before the page could stop that; a password in the browser's own store would lie on the same disk with
 * nothing but the browser's protection. So the form's button is stopped before it submits. Enter clicks that button too.
 */
export const unsent = (send: () => void) => ({
  onClick: (event: Event) => {
    const button = (event.target as Element).closest('button')
    if (button?.type !== 'submit') return
    event.preventDefault()
    send()
  },
})
