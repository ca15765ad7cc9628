// The sheet of a curator: saves itself while one fills it in, and says so. Without this module the
// button saves it.

const WAIT = 1500;
const form = document.querySelector("form[data-otomatis]");

if (form) {
  const status = form.querySelector("[data-status]");
  const revision = form.elements.namedItem("revision");
  let timer = 0;
  let running = false;
  let dirty = false;
  let leaving = false;

  const save = async () => {
    if (running || leaving) return;
    running = true;
    dirty = false;
    status.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.otomatis, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const said = await answer.json();
      if (answer.ok) revision.value = said.revision;
      status.textContent = said.words ?? said.error;
      if (!answer.ok) leaving = true; // another window was faster: the button says what to do
    } catch {
      dirty = true;
      status.textContent = form.dataset.failed;
    }
    running = false;
    if (dirty) later();
  };

  const later = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  form.addEventListener("input", later);
  // Another form of the page was sent, or the page left: what was typed last goes along.
  addEventListener("pagehide", () => {
    if (!dirty || leaving || running) return;
    dirty = false; // the page may come back from memory
    navigator.sendBeacon(form.dataset.otomatis, new URLSearchParams(new FormData(form)));
  });
  // A save on its way must not arrive after the form itself: both would ask for the same revision.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) {
      leaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    dirty = false;
    const wait = setInterval(() => {
      if (running) return;
      clearInterval(wait);
      leaving = true;
      form.requestSubmit(button);
    }, 50);
  }, true);
}
