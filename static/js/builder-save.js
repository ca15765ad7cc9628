// Saves the words of the part before one's eyes; what cannot be sent waits on the device.

import { currentToken, forget, freshToken, keep, recall } from "./editor-kit.js";

const WAIT = 900;
const AGAIN = 15000;
const SKIPPED = /^(csrf_token|prints|bagian|deed|to-)/;

export function startSaving({ main, heard, tell }) {
  const texts = main.dataset;
  let dirty = new Set();
  let timer;
  let sending = null;
  const form = () => main.querySelector("[data-autosave]");

  const values = (from, names) => {
    const data = new FormData(from);
    return [...names].flatMap((name) => data.getAll(name).slice(-1).map((value) => [name, String(value)]));
  };
  const body = (from, names) => {
    const data = new FormData();
    for (const [name, value] of values(from, names)) data.append(name, value);
    data.append("csrf_token", currentToken());
    data.append("prints", from.elements.prints.value);
    data.append("bagian", from.dataset.place);
    return data;
  };
  const request = (data, keepalive) => ({
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": currentToken() },
    body: data,
    keepalive,
  });

  async function store(from, names) {
    const kept = { url: from.action, prints: from.elements.prints.value, values: values(from, names) };
    const isKept = await keep("drafts", kept);
    tell(isKept ? "kept" : "lost", "cloud-slash", isKept ? texts.tOffline : texts.tLost);
  }

  async function missed(from, names, words) {
    if (from.isConnected) for (const name of names) dirty.add(name);
    await store(from, names);
    if (words) tell("signin", "lock-simple", words);
    plan(AGAIN);
  }

  async function once(keepalive = false) {
    const from = form();
    if (!from || !dirty.size) return;
    const names = dirty;
    dirty = new Set();
    tell("saving", "cloud-arrow-up", texts.tSaving);
    try {
      let answer = await fetch(from.action, request(body(from, names), keepalive));
      if (answer.status === 400 && (await freshToken())) answer = await fetch(from.action, request(body(from, names), false));
      if (answer.redirected || answer.status >= 500 || !answer.headers.get("Content-Type")?.includes("json")) {
        await missed(from, names, answer.redirected ? texts.tSignin : "");
        return;
      }
      const told = await answer.json();
      if (!dirty.size) await forget("drafts", from.action);
      // While one goes on typing, the fields stay; the marks come with the next answer.
      if (dirty.size && told.inspector !== undefined && !told.conflicts?.length) delete told.inspector;
      heard(told);
    } catch {
      await missed(from, names);
    }
  }

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  }
  async function run(keepalive = false) {
    if (sending) await sending;
    sending = once(keepalive);
    await sending;
    sending = null;
    if (dirty.size && navigator.onLine) plan(WAIT);
  }
  function note(event, wait) {
    const field = event.target;
    if (!field.form?.matches("[data-autosave]") || !field.name || SKIPPED.test(field.name)) return;
    dirty.add(field.name);
    plan(wait);
  }

  main.addEventListener("input", (event) => note(event, WAIT));
  main.addEventListener("change", (event) => note(event, 0));
  addEventListener("online", () => dirty.size && plan(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty.size && !sending) run(true);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty.size || sending) event.preventDefault();
  });

  async function recover() {
    const from = form();
    const kept = from && (await recall("drafts", from.action));
    if (!kept) return;
    await forget("drafts", from.action);
    for (const [name, value] of kept.values) {
      const field = [...from.elements].findLast((each) => each.name === name);
      if (!field || field.type === "checkbox" || field.type === "radio" || field.value === value) continue;
      field.value = value;
      dirty.add(name);
    }
    if (dirty.size) {
      // Written on an older state: the server tells what somebody else has changed since.
      from.elements.prints.value = kept.prints;
      plan(0);
    }
  }
  recover();

  return {
    /** Send what waits; ``all`` names every field, as the button "Save" does. */
    async flush(all = false) {
      clearTimeout(timer);
      const from = form();
      if (all && from) {
        for (const field of from.elements) if (field.name && !SKIPPED.test(field.name)) dirty.add(field.name);
      }
      while (dirty.size || sending) {
        const before = dirty.size;
        await run();
        if (dirty.size && dirty.size >= before) break;
      }
    },
  };
}
