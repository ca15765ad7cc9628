// Sends photos one by one: made smaller on the phone, with progress, again when it fails, and from
// the phone's own store when the signal comes back.

import { currentToken, forget, freshToken, icon, keep, recallAll, words } from "./editor-kit.js";

const SIDE = 2000;
const QUALITY = 0.86;
const HEAVY = 15 * 1024 * 1024;
const LIGHT = 600 * 1024;
const AT_ONCE = 1; // in the order of choosing: the first one is the cover
const THUMB = 320;
const FEW_TIMES = 3;
const KEPT = 14 * 24 * 3600 * 1000; // a phone may change hands

let room; // the photo step, when it is this page

export function startPhotos(form) {
  room = new Room(form);
  room.start();
}

/** On the other steps: send what waits since an earlier visit, without a word. */
export async function resumePhotos() {
  const go = async () => {
    for (const waiting of await recallAll("photos")) {
      if (!navigator.onLine) return;
      const answer = await post(waiting, () => {}).catch(() => null);
      // A refusal stays: its sentence is told where the photo can be seen.
      if (answer?.status === 200 && answer.json) await forget("photos", waiting.id);
    }
  };
  if (!document.querySelector("form[data-autosave]")) return;
  addEventListener("online", go);
  go();
}

/** One request for one photo; the id makes a second one harmless. */
function post(photo, onProgress) {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    data.append("csrf_token", currentToken());
    data.append("kiriman", photo.id);
    data.append("photos", photo.blob, photo.name);
    const request = new XMLHttpRequest();
    request.open("POST", photo.url);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = 180000;
    request.upload.onprogress = (event) =>
      event.lengthComputable && onProgress(Math.round((event.loaded / event.total) * 100));
    request.onload = () => {
      const isJson = request.getResponseHeader("Content-Type")?.includes("json");
      const json = isJson ? JSON.parse(request.responseText) : null;
      resolve({ status: request.status, json });
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error("lost"));
    request.send(data);
  });
}

/** Return a JPEG of at most SIDE pixels, or the file itself where that would not help. */
async function smaller(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return { blob: file, thumb: null }; // HEIC in a browser that cannot read it: the server can
  }
  const thumb = drawn(picture, THUMB);
  const longest = Math.max(picture.width, picture.height);
  let blob = file;
  if (longest > SIDE || file.size > LIGHT || file.type !== "image/jpeg") {
    const canvas = drawn(picture, SIDE);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (made && (made.size < file.size || file.size > HEAVY)) blob = made;
  }
  picture.close();
  return { blob, thumb };
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // see-through pictures become JPEG
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

class Room {
  constructor(form) {
    this.form = form;
    this.host = document.querySelector("[data-photos]");
    this.live = document.querySelector("[data-live]");
    this.items = new Map();
    this.sending = 0;
  }

  start() {
    this.form.classList.add("is-live");
    for (const input of this.form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        this.take([...input.files]);
        input.value = "";
      });
    }
    this.catchDrops();
    this.host.addEventListener("submit", (event) => this.quick(event));
    this.host.addEventListener("pointerdown", (event) => this.drag(event));
    addEventListener("online", () => this.goOn(true));
    addEventListener("beforeunload", (event) => {
      if ([...this.items.values()].some((item) => !item.isKept && item.state !== "refused")) {
        event.preventDefault();
      }
    });
    this.resume();
  }

  catchDrops() {
    const over = (isOver) => this.form.classList.toggle("is-over", isOver);
    for (const name of ["dragenter", "dragover"]) {
      this.form.addEventListener(name, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        over(true);
      });
    }
    this.form.addEventListener("dragleave", (event) => {
      if (!this.form.contains(event.relatedTarget)) over(false);
    });
    this.form.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      this.take([...event.dataTransfer.files]);
    });
  }

  async resume() {
    for (const kept of await recallAll("photos")) {
      if (Date.now() - kept.at > KEPT) await forget("photos", kept.id);
      else if (kept.url !== this.form.action) continue;
      else this.show({ ...kept, isKept: true, state: "waiting", times: 0 });
    }
    this.goOn(true);
  }

  get count() {
    const waiting = [...this.items.values()].filter((item) => item.state !== "refused").length;
    return this.host.querySelectorAll("[data-photo]").length + waiting;
  }

  async take(files) {
    const most = Number(this.form.dataset.most);
    for (const file of files) {
      const item = {
        id: crypto.randomUUID(),
        url: this.form.action,
        name: file.name || "foto.jpg",
        blob: file,
        state: "waiting",
        times: 0,
      };
      const isFull = this.count >= most;
      this.show(item);
      if (isFull) {
        this.refuse(item, words(this.form, "tFull"));
        continue;
      }
      const made = await smaller(file);
      item.blob = made.blob;
      if (made.thumb) item.figure.prepend(made.thumb);
      if (made.thumb) made.thumb.className = "up-item__thumb";
      if (item.blob.size > HEAVY) {
        this.refuse(item, words(this.form, "tHeavy"));
        continue;
      }
      const { id, url, name, blob } = item;
      item.isKept = await keep("photos", { id, url, name, blob, at: Date.now() });
      item.isReady = true;
      this.goOn();
    }
  }

  /** Send the next ones; ``isFresh`` also tries those that have failed. */
  goOn(isFresh = false) {
    for (const item of this.items.values()) {
      if (isFresh && item.state === "lost") Object.assign(item, { state: "waiting", times: 0 });
      if (this.sending >= AT_ONCE) return;
      if (item.state === "waiting" && (item.isReady || item.isKept)) this.send(item);
    }
  }

  async send(item) {
    if (!navigator.onLine) {
      this.lose(item);
      return;
    }
    item.state = "sending";
    item.times += 1;
    this.sending += 1;
    this.progress(item, 0);
    try {
      let answer = await post(item, (percent) => this.progress(item, percent));
      if (answer.status === 400 && (await freshToken())) {
        answer = await post(item, (percent) => this.progress(item, percent));
      }
      await this.heard(item, answer);
    } catch {
      this.lose(item);
    } finally {
      this.sending -= 1;
    }
    this.goOn();
  }

  async heard(item, { status, json }) {
    if (!json) {
      // A page instead of an answer: the sign-in, or a server that rests.
      this.lose(item, status === 200 ? words(this.form, "tSignin") : "");
      return;
    }
    await forget("photos", item.id);
    if (status === 200) {
      this.items.delete(item.id);
      item.row.remove();
      this.swap(json.html);
      this.tell(words(this.form, "tAdded", json.count));
    } else {
      this.refuse(item, json.message);
    }
  }

  lose(item, text = "") {
    item.state = "lost";
    const kept = item.isKept ? words(this.form, "tKept") : words(this.form, "tLost");
    this.fail(item, text || kept, "wifi-slash", true);
    if (navigator.onLine && item.times < FEW_TIMES) {
      setTimeout(() => this.goOn(true), 4000 * 3 ** (item.times - 1));
    }
  }

  refuse(item, text) {
    item.state = "refused";
    this.fail(item, text || words(this.form, "tRefused"), "warning-circle-fill", false);
    this.tell(`${item.name}: ${text}`);
  }

  show(item) {
    item.row = document.createElement("li");
    item.row.className = "up-item";
    item.row.dataset.pending = item.id;
    item.figure = document.createElement("figure");
    item.busy = document.createElement("div");
    item.busy.className = "busy";
    item.busy.append(words(this.form, "tWaiting"));
    item.figure.append(item.busy);
    const name = document.createElement("p");
    name.className = "up-item__name";
    name.textContent = item.name;
    item.row.append(item.figure, name);
    this.items.set(item.id, item);
    this.list.append(item.row);
    if (item.isKept) this.thumb(item);
  }

  async thumb(item) {
    const made = await smaller(item.blob);
    if (!made.thumb) return;
    made.thumb.className = "up-item__thumb";
    item.figure.prepend(made.thumb);
  }

  progress(item, percent) {
    item.row.classList.remove("up-item--err");
    if (!item.bar?.isConnected) {
      item.text = document.createElement("span");
      item.bar = document.createElement("progress");
      item.bar.max = 100;
      item.bar.setAttribute("aria-label", item.name);
      item.busy.replaceChildren(item.text, item.bar);
    }
    item.bar.value = percent;
    item.text.textContent = words(this.form, "tSending", percent);
  }

  fail(item, text, picture, canRetry) {
    item.row.classList.add("up-item--err");
    const told = document.createElement("span");
    told.append(icon(picture), ` ${text}`);
    const buttons = [];
    if (canRetry) {
      buttons.push(
        this.button("tRetry", "btn btn--light btn--sm", item, () => {
          item.times = 0;
          this.send(item);
        }),
      );
    }
    const drop = this.button("tDiscard", "btn btn--light btn--sm", item, () => this.discard(item));
    if (!canRetry || item.times > 0) buttons.push(drop);
    item.busy.replaceChildren(told, ...buttons);
  }

  button(label, look, item, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.append(words(this.form, label));
    const name = document.createElement("span");
    name.className = "vh";
    name.textContent = ` ${item.name}`;
    button.append(name);
    button.addEventListener("click", act);
    return button;
  }

  discard(item) {
    this.items.delete(item.id);
    item.row.remove();
    forget("photos", item.id);
    this.host.querySelector("h2")?.focus();
  }

  get list() {
    return this.host.querySelector("[data-list]");
  }

  /** Take the server's list; what is still on its way stays at its end. */
  swap(markup) {
    const wanted = document.activeElement;
    const again = this.host.contains(wanted) ? addressOf(wanted) : null;
    const page = new DOMParser().parseFromString(markup, "text/html");
    this.host.replaceChildren(...page.body.children);
    for (const item of this.items.values()) this.list.append(item.row);
    if (this.items.size) this.host.querySelector("[data-none]")?.remove();
    if (again) this.focus(again);
  }

  focus({ photo, label, action, value }) {
    const row = photo && this.host.querySelector(`[data-photo="${photo}"]`);
    const buttons = [...(row?.querySelectorAll("button") ?? [])].filter((b) => !b.disabled);
    const same =
      buttons.find((b) => b.getAttribute("formaction") === action && direction(b) === label) ??
      buttons.find((b) => b.getAttribute("formaction") === action) ??
      buttons.find((b) => b.value === value);
    const undo = this.host.querySelector(".photos__undo button");
    (same ?? undo ?? this.host.querySelector("h2"))?.focus();
  }

  /** Move, remove and bring back without loading the page anew. */
  async quick(event) {
    const form = event.target.closest("[data-quick]");
    if (!form) return;
    event.preventDefault();
    const data = new FormData(form);
    data.set("csrf_token", currentToken());
    if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
    await this.ask(event.submitter?.getAttribute("formaction") ?? form.action, data);
  }

  async ask(url, data) {
    if (this.isAsking) return; // a second press must not move twice
    this.isAsking = true;
    try {
      const send = () =>
        fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
      let answer = await send();
      if (answer.status === 400 && (await freshToken())) {
        data.set("csrf_token", currentToken());
        answer = await send();
      }
      const told = await answer.json();
      this.swap(told.html);
      this.tell(told.message || this.host.querySelector(".photos__undo [role]")?.textContent || "");
    } catch {
      this.tell(words(this.form, "tLost"));
    } finally {
      this.isAsking = false;
    }
  }

  /** Carry a photo to another place; the arrows do the same for keys and for shaky hands. */
  drag(event) {
    const row = event.target.closest("[data-photo]");
    const figure = event.target.closest("figure");
    if (!row || !figure || event.button !== 0 || event.pointerType === "touch") return;
    if (!row.querySelector(".ops")) return;
    event.preventDefault();
    const start = { x: event.clientX, y: event.clientY };
    let target = null;
    const move = (at) => {
      if (Math.hypot(at.clientX - start.x, at.clientY - start.y) < 8) return;
      row.classList.add("is-held");
      const under = document.elementFromPoint(at.clientX, at.clientY)?.closest("[data-photo]");
      if (target !== under) target?.classList.remove("is-target");
      target = under && under !== row ? under : null;
      target?.classList.add("is-target");
    };
    const end = (at) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      row.classList.remove("is-held");
      target?.classList.remove("is-target");
      if (at.type !== "pointerup" || !target) return;
      const data = new FormData(row.querySelector(".ops"));
      const rows = [...this.host.querySelectorAll("[data-photo]")];
      data.set("ke", rows.indexOf(target));
      data.set("csrf_token", currentToken());
      this.ask(row.querySelector("[name=ke]").getAttribute("formaction"), data);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  tell(text) {
    if (this.live) this.live.textContent = text;
  }
}

const direction = (button) => button.querySelector("use")?.getAttribute("href");

/** What tells a button of one list from those of the next. */
function addressOf(element) {
  return {
    photo: element.closest("[data-photo]")?.dataset.photo,
    action: element.getAttribute("formaction"),
    label: direction(element),
    value: element.value,
  };
}
