// Follows a sheet that is being checked or taken in; without it the page asks again by itself.

const box = document.querySelector("[data-bulk]");
const state = { first: "", wait: 1000 };

function show(told) {
  const bar = box.querySelector("progress");
  if (bar) {
    bar.max = Math.max(told.total, 1);
    bar.value = told.done;
    box.querySelector("[data-bulk-done]").textContent = told.done;
    box.querySelector("[data-bulk-total]").textContent = told.total;
  }
}

async function look() {
  try {
    const answer = await fetch(box.dataset.bulk, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    state.first ||= told.state;
    if (!told.busy || told.state !== state.first) {
      location.reload();
      return;
    }
    show(told);
    state.wait = Math.min(state.wait * 1.2, 5000);
  } catch {
    state.wait = Math.min(state.wait * 2, 15000); // the connection may come back
  }
  setTimeout(look, state.wait);
}

if (box) setTimeout(look, state.wait);
