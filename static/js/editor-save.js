// Saves the fields of a step while one types. What cannot be sent is kept on the phone and sent
// when the signal is back, also on the next visit.

import { clock, currentToken, forget, freshToken, icon, keep, recall } from "./editor-kit.js";

const WAIT = 1200;
const AGAIN = 15000;
const SKIPPED = new Set(["csrf_token", "version", "kiriman"]);
const NOT_SAVED = /^(axis_|hs_find$)/;

export function startSaving(form) {
  const saver = new Saver(form);
  if (!form.dataset.autosave) return;
  saver.start();
}

class Saver {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.version = Number(form.dataset.version || 0);
    this.dirty = new Set();
    this.isKept = false;
    this.isSending = false;
    this.bar = document.querySelector("[data-saved]");
    this.texts = this.bar?.dataset ?? {};
  }

  start() {
    this.form.addEventListener("input", (event) => this.note(event.target));
    this.form.addEventListener("change", (event) => this.note(event.target, 0));
    this.form.addEventListener("focusout", () => this.dirty.size && this.plan(0));
    this.form.addEventListener("submit", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty.size) this.hurry();
    });
    addEventListener("online", () => this.dirty.size && this.plan(0));
    addEventListener("offline", () => this.dirty.size && this.store());
    addEventListener("beforeunload", (event) => {
      if (this.dirty.size && !this.isKept && !this.isLeaving) event.preventDefault();
    });
    addEventListener("pageshow", () => (this.isLeaving = false));
    this.recover();
  }

  note(field, wait = WAIT) {
    if (!field.name || SKIPPED.has(field.name) || NOT_SAVED.test(field.name)) return;
    this.dirty.add(field.name);
    this.isKept = false;
    this.plan(wait);
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  leave() {
    this.isLeaving = true;
    clearTimeout(this.timer);
    // The form itself carries everything; a copy stays until the server has answered for it.
    if (this.dirty.size) this.store(true);
  }

  /** The texts of these inputs, as the form would send them. */
  values(names) {
    const data = new FormData(this.form);
    return Object.fromEntries([...names].map((name) => [name, data.getAll(name).map(String)]));
  }

  request(names) {
    return {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": currentToken(),
      },
      body: JSON.stringify({ version: this.version, fields: this.values(names) }),
    };
  }

  /** The page is going away: one last request that outlives it, and a copy on the phone. */
  hurry() {
    clearTimeout(this.timer);
    this.store(true);
    if (this.isSending || this.isLeaving || !navigator.onLine) return;
    this.send(true);
  }

  async send(keepalive = false) {
    if (!this.dirty.size || this.isLeaving) return;
    if (this.isSending) {
      this.plan(WAIT);
      return;
    }
    this.isSending = true;
    const names = [...this.dirty];
    this.dirty.clear();
    this.say("saving", "cloud-arrow-up");
    try {
      let answer = await fetch(this.url, { ...this.request(names), keepalive });
      if (answer.status === 400 && (await freshToken())) {
        answer = await fetch(this.url, this.request(names));
      }
      await this.heard(answer, names);
    } catch {
      await this.missed(names);
    } finally {
      this.isSending = false;
    }
    if (this.dirty.size && navigator.onLine) this.plan(this.isKept ? AGAIN : WAIT);
  }

  async heard(answer, names) {
    const isOurs = answer.headers.get("Content-Type")?.includes("json");
    if (!isOurs || answer.status >= 500) {
      await this.missed(names, answer.redirected ? "signin" : "kept");
      return;
    }
    const told = await answer.json();
    if (told.version !== undefined) this.version = told.version;
    const field = this.form.querySelector("[data-version-field]");
    if (field) field.value = this.version;
    this.form.dataset.version = this.version;
    const errors = told.errors ?? {};
    for (const name of names) this.mark(name, errors[name]);
    for (const [name, messages] of Object.entries(errors)) {
      if (!names.includes(name)) this.mark(name, messages);
    }
    if (!this.dirty.size) await forget("drafts", this.url);
    if (told.saved_at) this.say(errorsIn(errors) ? "part" : "saved", "cloud-check", told.saved_at);
    else this.say("part", "warning-circle", null, errors[""]?.join(" "));
    this.form.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: told }));
  }

  async missed(names, why = "kept") {
    for (const name of names) this.dirty.add(name);
    await this.store();
    if (why === "signin") this.say("signin", "lock-simple");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), AGAIN);
  }

  /** Keep what is not on the server; say so unless the page is going away. */
  async store(isQuiet = false) {
    const values = this.values(this.dirty);
    const draft = { url: this.url, version: this.version, values, at: Date.now() };
    this.isKept = await keep("drafts", draft);
    if (!this.isKept) this.isKept = keepInText(this.url, draft);
    if (!isQuiet) this.say(this.isKept ? "kept" : "lost", "cloud-slash");
  }

  /** Bring back what an earlier visit could not send. */
  async recover() {
    const draft = (await recall("drafts", this.url)) ?? textOf(this.url);
    if (!draft) return;
    forget("drafts", this.url);
    const now = this.values(Object.keys(draft.values));
    for (const [name, texts] of Object.entries(draft.values)) {
      if (JSON.stringify(now[name]) === JSON.stringify(texts)) continue;
      if (!this.fill(name, texts)) continue;
      this.dirty.add(name);
    }
    if (!this.dirty.size) return;
    // Made from an older state: the server tells apart what somebody else has changed meanwhile.
    this.version = Math.min(this.version, draft.version);
    await this.store();
    if (navigator.onLine) this.plan(0);
  }

  fill(name, texts) {
    const fields = [...this.form.elements].filter((field) => field.name === name);
    const shown = fields.filter((field) => field.type !== "hidden");
    if (!shown.length) return false;
    for (const field of shown) {
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = texts.includes(field.value);
      } else if (texts.length) {
        field.value = texts.at(-1);
      }
    }
    return true;
  }

  /** Show a sentence at a field, or take it away; the focus stays where it is. */
  mark(name, messages) {
    const field = [...this.form.elements].find((e) => e.name === name && e.type !== "hidden");
    if (!field) return;
    const id = `${name}-auto`;
    document.getElementById(id)?.remove();
    const box = field.closest(".field, .slot-in");
    if (!messages?.length) {
      if (!box?.querySelector(".error-msg:not([data-auto])") || field.value !== field.defaultValue) {
        for (const old of box?.querySelectorAll(".error-msg") ?? []) {
          if (box.querySelectorAll("input, select, textarea").length < 3) old.remove();
        }
        box?.classList.toggle("field--error", Boolean(box.querySelector(".error-msg")));
        field.removeAttribute("aria-invalid");
        describe(field, id, false);
      }
      return;
    }
    for (const old of box?.querySelectorAll(".error-msg:not([data-auto])") ?? []) old.remove();
    const told = document.createElement("p");
    told.className = "error-msg";
    told.id = id;
    told.dataset.auto = "";
    told.append(icon("warning-circle-fill"), ` ${messages.join(" ")}`);
    const control = field.closest(".affix") ?? field;
    control.before(told);
    box?.classList.add("field--error");
    field.setAttribute("aria-invalid", "true");
    describe(field, id, true);
  }

  /** Say how it stands with saving; ``words`` are those of the server. */
  say(what, picture, moment, words) {
    if (!this.bar) return;
    const time = moment ? clock(new Date(moment)) : "";
    const text = words ?? (this.texts[`t${what[0].toUpperCase()}${what.slice(1)}`] ?? "").replace("#", time);
    if (this.bar.textContent.trim() === text) return;
    const told = document.createElement("span");
    told.dataset.savedText = "";
    told.textContent = text;
    this.bar.dataset.state = what;
    this.bar.replaceChildren(icon(picture), " ", told);
  }
}

const errorsIn = (errors) => Object.keys(errors).length > 0;

function describe(field, id, isOn) {
  const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (isOn) ids.add(id);
  else ids.delete(id);
  if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
  else field.removeAttribute("aria-describedby");
}

// Where the browser has no database (some private windows), text fits into its simple store.
function keepInText(url, draft) {
  try {
    localStorage.setItem(`draft:${url}`, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function textOf(url) {
  try {
    const text = localStorage.getItem(`draft:${url}`);
    localStorage.removeItem(`draft:${url}`);
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
