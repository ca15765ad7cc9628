// The officers' queue: keys that lead through it, and a hold while something is looked at.
// Everything here only quickens what links and forms do already.

const SIGN_OF_LIFE = 4 * 60 * 1000; // well within the time after which a hold is stale
const SWITCH = "queue-keys";

const said = document.querySelector("[data-keys-said]");
const dialog = document.querySelector("[data-keys]");
const lines = [...document.querySelectorAll("[data-queue] a.q__line")];

function say(text) {
  if (!said || !text) return;
  said.textContent = "";
  requestAnimationFrame(() => {
    said.textContent = text;
  });
}

function isOn() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    localStorage.setItem(SWITCH, on ? "on" : "off");
  } catch {
    /* this device keeps nothing; the keys stay on until the page is left */
  }
}

function isWriting(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]),select,textarea,[contenteditable]");
}

function walk(step) {
  const link = document.querySelector(`a[data-key=${step > 0 ? "j" : "k"}]`);
  if (link) {
    link.click();
    return;
  }
  if (lines.length) {
    const at = lines.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : lines.length - 1) : at + step;
    if (lines[next]) {
      lines[next].focus();
      return;
    }
  }
  say(step > 0 ? said?.dataset.last : said?.dataset.first);
}

function reasonOf(button) {
  const id = button.getAttribute("aria-describedby");
  return id ? document.getElementById(id)?.textContent.trim().replace(/\s+/g, " ") : "";
}

function toApprove() {
  const button = document.querySelector("button[data-key=a]");
  if (!button) return;
  button.focus();
  say(button.getAttribute("aria-disabled") === "true" ? reasonOf(button) : said?.dataset.approve);
}

function toAsk() {
  const field = document.querySelector("textarea[data-key=r],#message");
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}

function help() {
  if (dialog && !dialog.open) dialog.showModal();
}

const deeds = { j: () => walk(1), k: () => walk(-1), a: toApprove, r: toAsk, "?": help };

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (dialog?.open || isWriting(event.target)) return;
  const deed = deeds[event.key?.toLowerCase()];
  if (!deed || !isOn()) return;
  event.preventDefault();
  deed();
});

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", help);
}
const choice = document.querySelector("[data-keys-on]");
if (choice) {
  choice.checked = isOn();
  choice.addEventListener("change", () => keep(choice.checked));
}
document.querySelector("[data-keys-close]")?.addEventListener("click", () => dialog.close());

// A button that must not be pressed yet says why instead of sending what the server would refuse.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  say(reasonOf(button));
});

// Enter in a one-line field must not send the notes before they are finished.
document.querySelector("#decision")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
    event.preventDefault();
  }
});

const held = document.querySelector("[data-hold]");
const who = held?.querySelector("[data-held]");

async function hold() {
  const body = new FormData();
  body.append("csrf_token", held.dataset.token);
  try {
    const answer = await fetch(held.dataset.hold, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "queue" },
    });
    if (!answer.ok) return;
    const told = await answer.json();
    const words = told.mine ? "" : who.dataset.other.replace("{name}", told.name);
    if (who.textContent.trim() !== words) who.textContent = words;
  } catch {
    /* without a network nobody can be told; the version check still decides */
  }
}

if (held?.dataset.hold) {
  hold();
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") hold();
  }, SIGN_OF_LIFE);
  addEventListener("pagehide", () => {
    clearInterval(timer);
    const body = new FormData();
    body.append("csrf_token", held.dataset.token);
    body.append("beacon", "1");
    navigator.sendBeacon(held.dataset.layDown, body);
  });
}
