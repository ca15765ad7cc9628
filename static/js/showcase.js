// Buttons for rows that are pushed sideways; without scripts they are pushed by hand or by keys.

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
