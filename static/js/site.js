// Makes pages quicker; every page works without it. No dependencies.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const root = document.documentElement;
const plainClick = (event) =>
  !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

/* ---- what is said to screen readers ---- */

let voice;
const say = (text) => {
  if (!voice) {
    voice = document.createElement("p");
    voice.className = "vh";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = text;
};

/* ---- theme: the reader's choice, else the device's ---- */

const dark = matchMedia("(prefers-color-scheme: dark)");
const stored = () => {
  try {
    return localStorage.theme;
  } catch {
    return undefined;
  }
};
const showTheme = (theme) => {
  root.dataset.theme = theme;
  for (const each of $$("[data-theme-switch]")) {
    each.hidden = false;
    each.setAttribute("aria-pressed", String(theme === "dark"));
  }
};
showTheme(root.dataset.theme || (dark.matches ? "dark" : "light"));
dark.addEventListener("change", () => stored() || showTheme(dark.matches ? "dark" : "light"));
addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  showTheme(theme);
  try {
    localStorage.theme = theme;
  } catch {
    // Without storage the choice lasts for this page.
  }
});

/* ---- menu: opens without scripts; closes like any menu ---- */

const menus = () => $$("details.menu[open]");
addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    $("summary", menu).focus();
  }
});

/* ---- sheet: on narrow screens a part of the page rises as a dialog ---- */

const wide = matchMedia("(min-width: 62rem)");
let sheet;
const openSheet = (home, opener) => {
  sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-labelledby", home.getAttribute("aria-labelledby"));
  sheet.append(...home.childNodes);
  sheet.addEventListener("close", () => {
    home.append(...sheet.childNodes);
    sheet.remove();
    sheet = undefined;
    opener.focus();
  });
  document.body.append(sheet);
  sheet.showModal();
};
wide.addEventListener("change", () => sheet?.close());
addEventListener("click", (event) => {
  if (!plainClick(event)) return;
  const opener = event.target.closest("[data-sheet]");
  if (opener && !wide.matches) {
    event.preventDefault();
    openSheet($(opener.dataset.sheet), opener);
  } else if (sheet && (event.target === sheet || event.target.closest("[data-close]"))) {
    event.preventDefault();
    sheet.close();
  }
});

/* ---- live results: a changed filter fetches the page and swaps its parts ---- */

const live = $("form[data-live]");
let loading;

const addressOf = (form) => {
  const data = [...new FormData(form)].filter(([name, value]) => {
    const control = form.elements.namedItem(name);
    const isUsualOrder = control instanceof HTMLSelectElement && name === "urut" && !control.selectedIndex;
    return value.trim() && !isUsualOrder;
  });
  const query = new URLSearchParams(data).toString();
  return form.getAttribute("action") + (query && `?${query}`);
};

const swap = (page) => {
  const focused = document.activeElement?.id;
  const opened = new Map($$("details[data-key]").map((each) => [each.dataset.key, each.open]));
  for (const part of $$("[data-swap]")) {
    const fresh = $(`[data-swap="${part.dataset.swap}"]`, page);
    if (!fresh) continue;
    const top = part.scrollTop;
    part.replaceChildren(...fresh.childNodes);
    part.scrollTop = top;
  }
  for (const each of $$("details[data-key]")) {
    if (opened.has(each.dataset.key)) each.open = opened.get(each.dataset.key);
  }
  document.title = page.title;
  $('link[rel="canonical"]')?.replaceWith($('link[rel="canonical"]', page) ?? "");
  const search = $("input[data-suggest]");
  if (search && document.activeElement !== search) search.value = $("input[data-suggest]", page)?.value ?? "";
  for (const link of $$(".lang a")) link.href = $(`.lang a[lang="${link.lang}"]`, page)?.href ?? link.href;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  say($("[data-total]")?.textContent ?? "");
};

const load = async (address, { push = true, scroll = false } = {}) => {
  loading?.abort();
  loading = new AbortController();
  const results = $("#hasil");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: loading.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (push) history.pushState({ live: true }, "", address);
    if (scroll) $("#isi").scrollIntoView();
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(address); // let the browser say what is wrong
  }
  results.removeAttribute("aria-busy");
};

const isHere = (link) => link.origin === location.origin && link.pathname === location.pathname;

// A category and one inside it exclude each other: the last choice counts.
const keepOneOfBranch = (box) => {
  const boxes = $$("input[data-depth]", box.form);
  const at = boxes.indexOf(box);
  const depth = Number(box.dataset.depth);
  for (let i = at + 1; i < boxes.length && Number(boxes[i].dataset.depth) > depth; i++) boxes[i].checked = false;
  for (let i = at - 1, level = depth; i >= 0 && level; i--) {
    if (Number(boxes[i].dataset.depth) >= level) continue;
    level = Number(boxes[i].dataset.depth);
    boxes[i].checked = false;
  }
};

if (live) {
  addEventListener("change", (event) => {
    if (event.target.form !== live) return;
    if (event.target.matches("input[data-depth]:checked")) keepOneOfBranch(event.target);
    load(addressOf(live));
  });
  live.addEventListener("submit", (event) => {
    event.preventDefault();
    load(addressOf(live));
    if (!sheet) return;
    sheet.close();
    $("#hasil").scrollIntoView();
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("a[data-live-link], .pager a");
    if (!link || !plainClick(event) || !isHere(link)) return;
    event.preventDefault();
    load(link.href, { scroll: Boolean(link.closest(".pager")) });
  });
  addEventListener("popstate", () => isHere(location) && load(location.href, { push: false }));
}

/* ---- suggestions while typing: an ARIA 1.2 combobox with a list ---- */

const SHORTEST = 2;
const PATIENCE = 120;

const emphasised = (text, typed) => {
  // What was typed stands plain, what it would become stands out.
  const line = document.createElement("span");
  const at = text.toLocaleLowerCase().indexOf(typed.toLocaleLowerCase());
  if (at < 0) {
    line.textContent = text;
    return line;
  }
  const strong = (part) => Object.assign(document.createElement("b"), { textContent: part });
  line.append(strong(text.slice(0, at)), text.slice(at, at + typed.length), strong(text.slice(at + typed.length)));
  return line;
};

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.id = `saran-${number}`;
    this.known = new Map();
    this.options = [];
    this.active = -1;
    this.list = document.createElement("div");
    Object.assign(this.list, { id: this.id, className: "suggest", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || "");
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.id],
    ])
      input.setAttribute(name, value);
    input.closest(".search").append(this.list);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // A press on the list must not take the focus from the box, or the list would close first.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.mark(this.options.indexOf(option));
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(typed), this.known.has(typed) ? 0 : PATIENCE);
  }

  async ask(typed) {
    if (!this.known.has(typed)) {
      this.request = new AbortController();
      try {
        const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal: this.request.signal });
        if (!answer.ok) return this.close();
        this.known.set(typed, (await answer.json()).groups);
      } catch {
        return undefined; // a newer request, or no network: the form still searches
      }
    }
    if (document.activeElement === this.input && this.input.value.trim() === typed) {
      this.show(this.known.get(typed), typed);
    }
    return undefined;
  }

  show(groups, typed) {
    this.options = [];
    this.list.replaceChildren(...groups.map((group, number) => this.group(group, number, typed)));
    this.mark(-1);
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    if (this.input.dataset.found) say(this.input.dataset.found.replace("#", this.options.length));
  }

  group(group, number, typed) {
    const box = document.createElement("div");
    const title = document.createElement("p");
    Object.assign(title, { id: `${this.id}-g${number}`, textContent: group.label });
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", title.id);
    box.append(title, ...group.items.map((item) => this.option(item, typed)));
    return box;
  }

  option(item, typed) {
    const option = document.createElement("a");
    Object.assign(option, { id: `${this.id}-${this.options.length}`, href: item.url, tabIndex: -1 });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(emphasised(item.text, typed));
    this.options.push(option);
    return option;
  }

  mark(number) {
    this.active = number;
    this.options.forEach((each, at) => each.setAttribute("aria-selected", String(at === number)));
    const option = this.options[number];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (this.list.hidden) {
      if (event.key === "ArrowDown") this.wait();
      return;
    }
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Past either end the box itself is chosen again.
      this.mark(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      location.assign(this.options[this.active].href);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Tab") this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

$$("input[data-suggest]").forEach((input, number) => new Suggestions(input, number));
