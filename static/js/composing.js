// Composing a set: says that it is working, and keeps a piece from being locked and left out at once.

for (const form of document.querySelectorAll("form[data-compose]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("[type=submit]");
    const status = form.querySelector("[data-status]");
    // Only after the browser has read the form: a disabled button would not be sent along.
    setTimeout(() => button?.setAttribute("aria-disabled", "true"));
    if (status) status.textContent = form.dataset.waiting;
    else if (button) button.textContent = form.dataset.waiting;
  });
}
// Back from the answer: the form is usable again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-compose] [aria-disabled]")) {
    button.removeAttribute("aria-disabled");
  }
});

for (const piece of document.querySelectorAll(".setpiece")) {
  const keep = piece.querySelector("[data-keep]");
  const drop = piece.querySelector("[data-drop]");
  keep?.addEventListener("change", () => keep.checked && drop && (drop.checked = false));
  drop?.addEventListener("change", () => drop.checked && keep && (keep.checked = false));
}

const least = document.querySelector("#wish [name=least]");
const most = document.querySelector("#wish [name=most]");
// Who wants an exact number types it once.
least?.addEventListener("change", () => {
  if (Number(most.value) < Number(least.value)) most.value = least.value;
});
