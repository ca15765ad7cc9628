// Follows files that are being made: looks at the page again and puts its new list in place.
// Without it the page asks again by itself.

const LIST = "berkas";
const state = { wait: 1500 };

function list() {
  return document.getElementById(LIST);
}

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(LIST);
    if (fresh && !list().contains(document.activeElement)) list().replaceWith(fresh);
    if (!fresh || !("busy" in fresh.dataset)) return;
    state.wait = Math.min(state.wait * 1.2, 6000);
  } catch {
    state.wait = Math.min(state.wait * 2, 20000); // the connection may come back
  }
  setTimeout(look, state.wait);
}

if (list()) {
  document.documentElement.classList.add("has-script");
  setTimeout(look, state.wait);
}
