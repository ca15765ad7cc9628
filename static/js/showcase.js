// Buttons for rows that are pushed sideways (without scripts by hand or by keys), pictures seen close,
// and where in the contents the reader is.

import { enlarges } from "./zoom.js";

const dialog = document.querySelector("dialog.zoom");
for (const link of document.querySelectorAll("[data-close]")) {
  enlarges(dialog, link, () => link.querySelector("img")?.alt ?? "");
}

const contents = new Map(
  [...document.querySelectorAll(".show__toc a")].map((link) => [link.hash.slice(1), link]),
);
if (contents.size) {
  const near = new Set();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) near[isIntersecting ? "add" : "delete"](target.id);
      for (const [id, link] of contents) {
        if (near.has(id)) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-40% 0px -59% 0px" }, // a line: at most one part stands on it
  );
  for (const id of contents.keys()) {
    const part = document.getElementById(id);
    if (part) watch.observe(part);
  }
}

for (const row of document.querySelectorAll("[data-row]")) {
  const line = row.querySelector("[data-row-line]");
  const nav = row.querySelector("[data-row-nav]");
  const buttons = [...nav.querySelectorAll("[data-row-step]")];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const tell = () => {
    const most = line.scrollWidth - line.clientWidth;
    nav.hidden = most < 2;
    const at = Math.abs(line.scrollLeft);
    for (const button of buttons) {
      const isEnd = button.dataset.rowStep === "1" ? at > most - 2 : at < 2;
      button.toggleAttribute("disabled", isEnd && document.activeElement !== button);
      button.setAttribute("aria-disabled", String(isEnd));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const way = Number(button.dataset.rowStep) * (document.dir === "rtl" ? -1 : 1);
      line.scrollBy({ left: way * line.clientWidth * 0.8, behavior: still.matches ? "auto" : "smooth" });
    });
  }
  line.addEventListener("scroll", tell, { passive: true });
  addEventListener("resize", tell);
  tell();
}
