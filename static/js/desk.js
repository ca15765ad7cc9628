// What every room behind sign-in does: lead to what is wrong, say before leaving unsaved work.

const summary = document.querySelector("[data-summary]");
if (summary) {
  document.title = `${summary.querySelector("h2").textContent} ${document.title}`;
  summary.focus();
}

// A second press of the same button must not send the form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// On a phone the tab of this page may stand off the screen.
document
  .querySelector(".roomtabs [aria-current]")
  ?.scrollIntoView({ inline: "center", block: "nearest" });
