// Shows the words of the profile beside the form as they are typed.

for (const field of document.querySelectorAll("[data-preview]")) {
  const shown = document.querySelector(`[data-shows="${field.dataset.preview}"]`);
  if (shown) field.addEventListener("input", () => (shown.textContent = field.value));
}
