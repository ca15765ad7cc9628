// The builder without leaving the page: saves while one types, swaps parts in place, moves by hand
// and by keys. Every form here works without this.

import { startMoving } from "./builder-move.js";
import { startSaving } from "./builder-save.js";
import { currentToken, freshToken, icon } from "./editor-kit.js";

const main = document.querySelector("[data-builder]");
const part = (name) => main.querySelector(`[data-part=${name}]`);
const bar = main.querySelector("[data-saved]");
const voice = document.querySelector("[data-voice]");
const saver = startSaving({ main, heard, tell });
let asking = 0;

export const say = (text) => (voice.textContent = text);

/** How it stands with saving, in the line under the title. */
function tell(state, picture, text) {
  bar.dataset.state = state;
  bar.replaceChildren(icon(picture), ` ${text}`);
}

/** Send a form of buttons; the answer swaps the parts that changed. */
async function send(url, data) {
  await saver.flush();
  tell("saving", "cloud-arrow-up", main.dataset.tSaving);
  const request = () => ({ method: "POST", headers: { Accept: "application/json", "X-CSRFToken": currentToken() }, body: data });
  try {
    let answer = await fetch(url, request());
    if (answer.status === 400 && (await freshToken())) {
      data.set("csrf_token", currentToken());
      answer = await fetch(url, request());
    }
    return await read(answer);
  } catch {
    tell("lost", "cloud-slash", main.dataset.tOffline);
    return null;
  }
}

async function read(answer) {
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
    tell(answer.redirected ? "signin" : "lost", "lock-simple", answer.redirected ? main.dataset.tSignin : main.dataset.tLost);
    return null;
  }
  const told = await answer.json();
  heard(told);
  return told;
}

/** Take in what the server answered: parts of the page, the hour, a sentence. */
export function heard(told) {
  const place = remember();
  main.dataset.revision = told.revision;
  for (const name of ["library", "canvas", "inspector", "lacks"]) {
    if (told[name] !== undefined) part(name).innerHTML = told[name];
  }
  const form = part("inspector").querySelector("[data-autosave]");
  if (form && told.inspector === undefined && form.dataset.place === told.place) form.elements.prints.value = told.prints;
  if (told.canvas !== undefined) moving.refresh();
  tell(told.is_refused ? "part" : "saved", told.is_refused ? "warning-circle" : "cloud-check",
    told.is_refused ? told.message : main.dataset.tSaved.replace("#", told.saved_at));
  if (told.is_refused || told.said) say(told.message);
  comeBack(place);
}

/** What is focused, so that it still is after its part was swapped. */
function remember() {
  const at = document.activeElement;
  if (!main.contains(at)) return null;
  const value = at.matches("button[name=deed], button[name=karya]") ? `button[value="${CSS.escape(at.value)}"]` : "";
  const grip = at.closest("[data-block-id]")?.id;
  return {
    selector: at.id ? `#${CSS.escape(at.id)}` : value || (grip && at.matches("[data-grip]") ? `#${CSS.escape(grip)} [data-grip]` : ""),
    fallback: at.closest("[data-block-id]") ? `#${CSS.escape(at.closest("[data-block-id]").id)} a` : "h1",
    start: at.selectionStart,
    end: at.selectionEnd,
    isText: at.matches("textarea, input:not([type=checkbox], [type=radio])"),
  };
}

function comeBack(place) {
  if (!place || (document.activeElement !== document.body && document.activeElement?.isConnected)) return;
  const found = (place.selector && main.querySelector(place.selector)) || null;
  const target = found && !found.disabled ? found : main.querySelector(place.fallback) ?? main.querySelector("h1");
  target.focus({ preventScroll: true });
  if (place.isText && found && place.start !== null) {
    try {
      found.setSelectionRange(place.start, place.end);
    } catch {
      // Inputs without a selection keep their own.
    }
  }
}

/** Look at another part: its words come to the right, the address says so. */
async function select(place, field) {
  await saver.flush();
  const mine = ++asking;
  const url = new URL(main.dataset.builder, location.href);
  url.searchParams.set("bagian", place);
  const text = part("library").querySelector("[name=cari]")?.value;
  if (text) url.searchParams.set("cari", text);
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (mine !== asking) return;
  const told = await read(answer);
  if (!told) return;
  history.replaceState(null, "", url);
  const first = field && document.getElementById(field);
  const heading = part("inspector").querySelector("h2");
  heading.tabIndex = -1;
  const target = first ?? heading;
  target.focus({ preventScroll: matchMedia("(min-width: 62rem)").matches && !first });
  target.scrollIntoView({ block: "nearest" });
}

main.addEventListener("click", (event) => {
  const link = event.target.closest("[data-select]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  select(link.dataset.select, link.dataset.field).catch(() => (location.href = link.href));
});

main.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const isWords = form.matches("[data-autosave]");
  if (!form.matches("[data-quick], [data-autosave]")) return;
  event.preventDefault();
  delete form.dataset.sent;
  if (isWords && !button?.name) {
    saver.flush(true);
    return;
  }
  const data = new FormData(form, button);
  send(form.action, data).then((told) => {
    if (!told) return;
    say(told.message);
    if (told.undo && matchMedia("(max-width: 61.99rem)").matches) part("canvas").querySelector("[data-toast]")?.scrollIntoView({ block: "nearest" });
  });
});

/* ---- the library answers while one types ---- */

let waiting;
async function look(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const place = remember();
  part("library").innerHTML = await answer.text();
  comeBack(place);
}
main.addEventListener("input", (event) => {
  if (event.target.name !== "cari") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const form = event.target.form;
    look(`${form.dataset.library}?${new URLSearchParams(new FormData(form))}`).catch(() => {});
  }, 350);
});
main.addEventListener("click", (event) => {
  const more = event.target.closest("[data-more]");
  const form = part("library").querySelector("[data-library]");
  if (!more || !form) return;
  event.preventDefault();
  look(`${form.dataset.library}?${new URL(more.href).searchParams}`).catch(() => (location.href = more.href));
});

const moving = startMoving({ main, send, say });
main.classList.add("is-live");
addEventListener("popstate", () => location.reload());
