// "Copy link" buttons. Where copying is refused, the page linked beside them has the same address.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  } catch {
    window.prompt(button.textContent, button.dataset.copy);
  }
});
