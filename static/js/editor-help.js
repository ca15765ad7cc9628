// What helps while one types: the price in full, letters left, how complete it is, the container.

import { language, words } from "./editor-kit.js";

const USABLE = { 20: 28, 40: 56 }; // m³ that forwarders reckon with; as catalog/products/rules/packing.py
const SCALES = { rb: 1e3, ribu: 1e3, k: 1e3, jt: 1e6, juta: 1e6, m: 1e9, miliar: 1e9 };
const LONG = 120;

export function startHelp(form) {
  for (const field of document.querySelectorAll("input[maxlength], textarea[maxlength], [data-count]")) {
    count(field);
  }
  if (!form) return;
  for (const field of form.querySelectorAll(".affix input")) {
    if (field.previousElementSibling?.textContent.trim() === "Rp") spell(field);
  }
  form.addEventListener("saved", (event) => complete(event.detail));
  reckon(form);
}

/** The price as buyers will read it, under its field. */
function spell(field) {
  const told = document.createElement("span");
  told.className = "hint tnum spelt";
  told.setAttribute("aria-live", "polite");
  field.closest(".affix").after(told);
  const show = () => {
    const amount = rupiah(field.value);
    told.textContent = amount ? money(amount) : "";
  };
  field.addEventListener("input", show);
  show();
}

const money = (amount) => {
  const text = new Intl.NumberFormat(language === "id" ? "id-ID" : "en-GB").format(amount);
  return `Rp${text}`;
};

/** The Rupiah of "14,9jt", "Rp 25.000,-" or "12500"; 0 where the server decides. */
export function rupiah(text) {
  const typed = text.toLowerCase().replace(/rp\.?|,-|\s/g, "");
  const found = typed.match(/^(\d[\d.,]*)(ribu|rb|juta|jt|miliar|m|k)?$/);
  if (!found) return 0;
  const [, digits, scale] = found;
  let number;
  if (/^\d{1,3}([.,]\d{3})+([.,]\d{1,2})?$/.test(digits)) {
    number = Number(digits.replace(/[.,](\d{1,2})$/, " $1").split(" ")[0].replace(/[.,]/g, ""));
  } else number = Number(digits.replace(",", "."));
  const whole = Math.round(number * (SCALES[scale] ?? 1));
  return Number.isFinite(whole) && whole <= 1e10 ? whole : 0;
}

/** Letters left, told once they run out. */
function count(field) {
  const most = Number(field.dataset.count || field.maxLength);
  if (!(most > 20)) return;
  const told = document.createElement("span");
  told.className = "counter tnum";
  told.setAttribute("aria-hidden", "true");
  field.after(told);
  const show = () => {
    const left = most - field.value.length;
    told.textContent = `${field.value.length}/${most}`;
    told.hidden = field.value.length === 0 || (left > LONG && most > 400);
    told.classList.toggle("is-short", left < most / 10);
  };
  field.addEventListener("input", show);
  show();
}

/** How complete the listing is, wherever the page says so. */
function complete({ percent }) {
  if (percent === undefined) return;
  for (const place of document.querySelectorAll("[data-percent]")) {
    place.textContent = `${percent}%`;
  }
  for (const bar of document.querySelectorAll("progress[data-complete]")) bar.value = percent;
}

/** Volume of a carton and pieces in a container, reckoned while one types. */
function reckon(form) {
  const box = form.querySelector("#muatan");
  const names = ["carton_pieces", "carton_length_mm", "carton_width_mm", "carton_height_mm"];
  const fields = names.map((name) => form.elements[name]);
  if (!box || fields.some((field) => !field)) return;
  const told = document.createElement("p");
  told.className = "b tnum";
  told.setAttribute("role", "status");
  box.prepend(told);
  const show = () => {
    const [pieces, ...sides] = fields.map((field) => decimal(field.value));
    const volume = sides.reduce((all, side) => all * Math.round(side * 10), 1) / 1e9;
    const isKnown = volume > 0 && pieces > 0;
    const inside = (usable) => plain(Math.floor(usable / volume) * pieces, 0);
    told.textContent = isKnown
      ? words(box, "tLive", plain(volume, 3), inside(USABLE[20]), inside(USABLE[40]))
      : "";
    box.classList.toggle("is-live", isKnown); // what the server reckoned is of the values before
  };
  for (const field of fields) field.addEventListener("input", show);
}

function decimal(text) {
  const typed = text.trim().replace(/[^\d.,]/g, "");
  const isGrouped = /^\d{1,3}(\.\d{3})+$/.test(typed);
  return Number(isGrouped ? typed.replaceAll(".", "") : typed.replace(",", ".")) || 0;
}

const plain = (value, digits) =>
  new Intl.NumberFormat(language === "id" ? "id-ID" : "en-GB", {
    maximumFractionDigits: digits,
  }).format(value);
