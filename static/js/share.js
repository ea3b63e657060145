// Without this the text can be selected and copied by hand; here one press does it.

function say(words) {
  const place = document.getElementById("share-said");
  if (place) place.textContent = words;
}

function offer() {
  for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copies]");
  const text = button && document.getElementById(button.dataset.copies);
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text.value);
    say("Copied.");
  } catch {
    text.focus();
    text.select();
    say("Selected: copy it with your keyboard or menu.");
  }
});

offer();
document.addEventListener("htmx:afterSettle", offer);
