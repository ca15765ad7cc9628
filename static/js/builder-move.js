// Moves parts and pieces by hand and by keys. Buttons and numbers do the same without scripts.

export function startMoving({ main, send, say }) {
  const texts = main.dataset;
  const stack = () => main.querySelector("[data-blocks]");
  const blocks = () => [...stack().querySelectorAll(":scope > [data-block-id]")];
  const words = (text, ...values) => text.replace(/#+/g, (mark) => values[mark.length - 1] ?? "");
  let lifted = null;

  const place = (block, index) => {
    const data = new FormData(block.querySelector(".blk__bar"));
    data.set("deed", `place:${block.dataset.blockId}`);
    data.set(`to-${block.dataset.blockId}`, String(index + 1));
    return send(block.querySelector(".blk__bar").action, data);
  };

  /* ---- keys: space lifts, arrows move, space puts down, escape puts back ---- */

  function lift(grip) {
    const block = grip.closest("[data-block-id]");
    lifted = { grip, block, from: blocks().indexOf(block) };
    grip.setAttribute("aria-pressed", "true");
    block.classList.add("is-lifted");
    say(words(texts.tLifted, block.dataset.name));
  }
  function step(by) {
    const all = blocks();
    const at = all.indexOf(lifted.block);
    const to = Math.min(all.length - 1, Math.max(0, at + by));
    if (to === at) return;
    if (by > 0) all[to].after(lifted.block);
    else all[to].before(lifted.block);
    lifted.grip.focus();
    say(words(texts.tMoved, lifted.block.dataset.name, to + 1, all.length));
  }
  function drop(isKept) {
    const { grip, block, from } = lifted;
    lifted = null;
    grip.setAttribute("aria-pressed", "false");
    block.classList.remove("is-lifted");
    const all = blocks();
    const to = all.indexOf(block);
    if (!isKept) {
      const others = all.filter((each) => each !== block);
      if (others[from]) others[from].before(block);
      else stack().append(block);
      grip.focus();
      say(words(texts.tBack, block.dataset.name));
    } else if (to !== from) {
      say(words(texts.tDown, block.dataset.name, to + 1));
      place(block, to);
    }
  }
  main.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip) return;
    const key = event.key;
    if (key === " " || key === "Enter") {
      event.preventDefault();
      if (lifted) drop(true);
      else lift(grip);
    } else if (lifted && key.startsWith("Arrow")) {
      event.preventDefault();
      if (key === "ArrowUp" || key === "ArrowDown") step(key === "ArrowUp" ? -1 : 1);
    } else if (lifted && key === "Escape") {
      event.preventDefault();
      drop(false);
    }
  });
  main.addEventListener("focusout", (event) => {
    // Leaving the handle puts the part back; moving it in the page takes the focus along.
    setTimeout(() => {
      if (lifted && event.target === lifted.grip && document.activeElement !== lifted.grip) drop(false);
    });
  });

  /* ---- by hand: a part by its handle, a piece by its picture, a product from the library ---- */

  const mark = (element, on) => element?.classList.toggle("is-target", on);

  main.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const grip = event.target.closest("[data-grip]");
    const thumb = event.pointerType === "mouse" ? event.target.closest("[data-item], [data-product]") : null;
    if (grip) carry(event, grip, grip.closest("[data-block-id]"), overBlocks);
    else if (thumb && !event.target.closest("a, button")) carry(event, thumb, thumb, overPieces);
  });

  function carry(event, handle, thing, over) {
    const start = { x: event.clientX, y: event.clientY };
    let target = null;
    let isMoving = false;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const move = (at) => {
      if (!isMoving && Math.hypot(at.clientX - start.x, at.clientY - start.y) < 6) return;
      isMoving = true;
      thing.classList.add("is-lifted");
      mark(target?.element, false);
      target = over(thing, at);
      mark(target?.element, true);
      edge(at);
    };
    const end = (isDone) => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", up);
      handle.removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", escape, true);
      thing.classList.remove("is-lifted");
      mark(target?.element, false);
      if (isDone && isMoving && target) target.drop();
    };
    const up = () => end(true);
    const cancel = () => end(false);
    const escape = (key) => key.key === "Escape" && end(false);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", up);
    handle.addEventListener("pointercancel", cancel);
    addEventListener("keydown", escape, true);
  }

  /** Push the page on when something is held at its edge. */
  function edge(at) {
    const box = main.querySelector(".canvas");
    const scroller = getComputedStyle(box).overflowY === "auto" ? box : document.scrollingElement;
    if (at.clientY < 90) scroller.scrollBy(0, -14);
    else if (at.clientY > innerHeight - 70) scroller.scrollBy(0, 14);
  }

  function overBlocks(block, at) {
    const others = blocks().filter((each) => each !== block);
    if (!others.length) return null;
    let index = others.findIndex((each) => {
      const box = each.getBoundingClientRect();
      return at.clientY < box.top + box.height / 2;
    });
    if (index < 0) index = others.length;
    const element = others[Math.min(index, others.length - 1)];
    return { element, drop: () => index !== blocks().indexOf(block) && place(block, index) };
  }

  function overPieces(thing, at) {
    const under = document.elementFromPoint(at.clientX, at.clientY);
    const block = under?.closest("[data-block-id]");
    const list = block?.querySelector("[data-items]");
    if (!list) return null;
    const bar = block.querySelector(".blk__bar");
    const data = new FormData();
    data.set("csrf_token", bar.elements.csrf_token.value);
    if (thing.dataset.product) {
      if (thing.classList.contains("in") && block.querySelector(`[data-item]`) === null) return null;
      data.set("karya", thing.dataset.product);
      data.set("ke", block.dataset.blockId);
      data.set("hanya", "masuk");
      const url = main.querySelector("[data-part=library] form[data-quick]").action;
      return { element: block, drop: () => send(url, data) };
    }
    const others = [...list.querySelectorAll("[data-item]")].filter((each) => each !== thing);
    let index = others.findIndex((each) => {
      const box = each.getBoundingClientRect();
      return at.clientY < box.bottom && at.clientX < box.left + box.width / 2;
    });
    if (index < 0) index = others.length;
    data.set("deed", `item-place:${thing.dataset.block}:${thing.dataset.item}`);
    data.set(`to-${thing.dataset.item}`, String(index + 1));
    data.set("target", block.dataset.blockId);
    data.set("bagian", block.dataset.blockId);
    return { element: others[index] ?? list, drop: () => send(bar.action, data) };
  }

  function refresh() {
    lifted = null;
    for (const grip of main.querySelectorAll("[data-grip]")) grip.hidden = false;
  }
  refresh();
  return { refresh };
}
