// Small things that the editor's modules share: a token, an address, a store on the phone.

export const language = document.documentElement.lang || "id";

let token = document.querySelector("input[name=csrf_token]")?.value ?? "";
export const currentToken = () => token;

/** Read a fresh token from the page itself, as after a night with the page open. */
export async function freshToken() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("input[name=csrf_token]")?.value;
  if (!found) return false;
  token = found;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = found;
  return true;
}

/** The words of an attribute with their places filled: #, ##, ###. */
export function words(element, name, ...values) {
  const text = element.dataset[name] ?? "";
  return text.replace(/#+/g, (mark) => values[mark.length - 1] ?? "");
}

export function icon(name) {
  const known = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${known.split("#")[0]}#${name}`);
  svg.append(use);
  return svg;
}

export const clock = (date) =>
  new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Jakarta" })
    .format(date)
    .replace(":", ".");

// One small database on the phone: photos that wait, and drafts of forms.
let opening;
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("sarumban-editor", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("photos", { keyPath: "id" });
      request.result.createObjectStore("drafts", { keyPath: "url" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Do something with a store; give null where the browser has none (private windows). */
async function within(name, mode, act) {
  try {
    const opened = await database();
    return await asked(act(opened.transaction(name, mode).objectStore(name)));
  } catch {
    return null;
  }
}

export const keep = async (name, value) =>
  (await within(name, "readwrite", (store) => store.put(value))) !== null;
export const forget = (name, key) => within(name, "readwrite", (store) => store.delete(key));
export const recall = (name, key) => within(name, "readonly", (store) => store.get(key));
export const recallAll = async (name) =>
  (await within(name, "readonly", (store) => store.getAll())) ?? [];
