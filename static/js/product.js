// The product page: slides on first touch, counter and thumbnails, zoom, options, copying the link.
// Everything here only quickens what links, tables and the page itself already do.

import { enlarges } from "./zoom.js";

const gallery = document.querySelector("[data-gallery]");
const track = gallery?.querySelector(".gallery__track");
const slides = [...(track?.querySelectorAll(".gallery__slide") ?? [])];

function fill() {
  for (const template of track.querySelectorAll("template")) template.replaceWith(template.content);
}

function current() {
  return Math.round(Math.abs(track.scrollLeft) / track.clientWidth) || 0;
}

function go(index) {
  fill();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const way = getComputedStyle(track).direction === "rtl" ? -1 : 1;
  track.scrollTo({ left: way * index * track.clientWidth, behavior: calm ? "auto" : "smooth" });
}

if (slides.length) {
  const count = gallery.querySelector("[data-count]");
  const thumbs = [...gallery.querySelectorAll(".thumbs a")];
  const zoom = gallery.querySelector("[data-zoom]");
  let shown = 0;

  for (const event of ["pointerdown", "pointerenter", "focusin", "keydown", "scroll"]) {
    track.addEventListener(event, fill, { once: true, passive: true });
  }

  function mark() {
    const index = current();
    if (index === shown) return;
    shown = index;
    count.textContent = `${index + 1} / ${slides.length}`;
    zoom.href = slides[index].dataset.large;
    thumbs.forEach((thumb, place) => {
      if (place === index) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
  }

  if (count) {
    count.hidden = false;
    track.addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    thumbs.forEach((thumb, index) => {
      thumb.addEventListener("click", (event) => {
        event.preventDefault();
        go(index);
      });
    });
    track.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(Math.min(Math.max(current() + step, 0), slides.length - 1));
    });
  }

  enlarges(gallery.querySelector("dialog"), zoom, () => slides[current()].querySelector("img")?.alt ?? "");
}

const options = document.querySelector("[data-options]");
if (options) {
  const price = document.querySelector("[data-price]");
  const from = document.querySelector("[data-from]");
  const left = document.querySelector(".terms-line [data-left]");
  options.hidden = false;
  document.querySelector("[data-options-table]").hidden = true;
  options.addEventListener("change", ({ target }) => {
    if (price) price.textContent = target.dataset.amount;
    if (from) from.hidden = true;
    if (left && target.dataset.left) {
      left.textContent = target.dataset.left;
      left.closest("li").classList.toggle("is-out", "out" in target.dataset);
    }
  });
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.setAttribute("aria-label", copy.dataset.done);
    copy.classList.add("is-done");
  });
}
