// The point of a photo that every cut keeps: press or drag on the picture, and see the cuts.

export function startAim(aim) {
  const photo = aim.querySelector(".aim__photo");
  const picture = photo?.querySelector("img");
  const cross = aim.querySelector(".aim__cross");
  const across = document.querySelector("[data-x]");
  const down = document.querySelector("[data-y]");
  if (!picture || !across || !down || across.form?.querySelector("fieldset:disabled")) return;

  const show = () => {
    const x = limited(across.value);
    const y = limited(down.value);
    cross.style.left = `${x}%`;
    cross.style.top = `${y}%`;
    for (const cut of document.querySelectorAll("[data-cut]")) placeCut(cut, x / 100, y / 100);
  };
  const set = (x, y) => {
    across.value = Math.round(limited(x));
    down.value = Math.round(limited(y));
    const near = [across, down].map((field) => Math.round(field.value / 50) * 50).join("-");
    const radio = document.querySelector(`input[name=point][value="${near}"]`);
    if (radio) radio.checked = true;
    show();
  };
  const point = (event) => {
    const box = picture.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  };

  cross.removeAttribute("hidden");
  aim.classList.add("is-live");
  photo.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    point(event);
    const move = (at) => point(at);
    photo.addEventListener("pointermove", move);
    photo.addEventListener("lostpointercapture", () => photo.removeEventListener("pointermove", move), {
      once: true,
    });
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  for (const radio of document.querySelectorAll("input[name=point]")) {
    radio.addEventListener("change", () => set(...radio.value.split("-").map(Number)));
  }
  show();
}

const limited = (value) => Math.min(100, Math.max(0, Number(value) || 0));

/** Show the same part that the server cuts out: a box around the point, inside the picture. */
function placeCut(image, x, y) {
  const [wide, high] = image.dataset.cut.split("-").map(Number);
  const width = Number(image.getAttribute("width"));
  const height = Number(image.getAttribute("height"));
  const boxWidth = Math.min(width, (height * wide) / high);
  const boxHeight = Math.min(height, (width * high) / wide);
  image.style.objectPosition = `${along(x, width, boxWidth)}% ${along(y, height, boxHeight)}%`;
}

function along(point, whole, part) {
  if (whole - part < 1) return 50;
  const start = Math.min(whole - part, Math.max(0, whole * point - part / 2));
  return (start / (whole - part)) * 100;
}
