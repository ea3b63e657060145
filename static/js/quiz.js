// Nothing here is needed to answer. What is lost on the way to the server is the business of queue.js.

// The address names the feedback; a reload, as after an answer that was sent late, would leave the focus at the top.
document.addEventListener("DOMContentLoaded", () => {
  if (window.location.hash === "#feedback") document.getElementById("feedback")?.focus();
});

// The button rests while an answer is on its way, and loses the focus by that. What brought no new page gives it back.
let pressed = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  pressed = event.detail.elt.contains(document.activeElement) ? document.activeElement : null;
});
document.addEventListener("htmx:afterRequest", () => {
  if (pressed?.isConnected && document.activeElement === document.body) pressed.focus({ preventScroll: true });
  pressed = null;
});

// A second answer to an answered question comes with 409 and a panel that says so.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
