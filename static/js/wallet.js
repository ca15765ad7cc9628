// Papers: each chosen file is sent by itself, with its progress; numbers are copied at a press.
// Without this script the same files go with the form.

const MOST_BYTES = 10 * 1024 * 1024;

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  const words = button.querySelector("span");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    words.textContent = button.dataset.done;
  });
}

const form = document.querySelector("form[data-wallet]");
if (form) {
  const list = form.querySelector("[data-list]");
  const sends = form.querySelector("[data-sends]");
  sends.setAttribute("aria-live", "polite");
  const say = form.dataset;
  let queue = Promise.resolve();
  let open = 0;

  const renew = (html) => {
    list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    const version = list.querySelector("[data-version]")?.dataset.version;
    if (!version) return;
    form.querySelector("#version").value = version;
    for (const copy of document.querySelectorAll("[data-version-copy]")) copy.value = version;
  };

  const line = (file) => {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = say.sending.replace("%name%", file.name);
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(text, bar);
    sends.append(item);
    return { item, text, bar };
  };

  const refuse = ({ item, text, bar }, file, sentence, again) => {
    bar.remove();
    text.className = "error-msg";
    text.textContent = `${file.name}: ${sentence}`;
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--line btn--sm";
    button.textContent = say.retry;
    button.addEventListener("click", () => {
      item.remove();
      enqueue(file);
    });
    item.append(button);
  };

  const send = (file, shown) =>
    new Promise((done) => {
      const body = new FormData();
      body.append("csrf_token", form.elements.csrf_token.value);
      body.append("files", file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", say.upload);
      request.timeout = 180000;
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
      });
      request.addEventListener("load", () => {
        const isList = (request.getResponseHeader("Content-Type") || "").startsWith("text/html");
        if (request.status === 200 && isList) {
          shown.item.remove();
          renew(request.responseText);
        } else if (request.status === 422 && !isList) {
          refuse(shown, file, request.responseText.replace(`${file.name}: `, ""), false);
        } else {
          refuse(shown, file, say.lost, true);
        }
        done();
      });
      for (const name of ["error", "timeout", "abort"]) {
        request.addEventListener(name, () => {
          refuse(shown, file, say.lost, true);
          done();
        });
      }
      request.send(body);
    });

  // One after the other: a weak line carries one file sooner than three.
  const enqueue = (file) => {
    const shown = line(file);
    if (file.size > MOST_BYTES) {
      refuse(shown, file, say.heavy, false);
      return;
    }
    open += 1;
    queue = queue.then(() => send(file, shown)).then(() => {
      open -= 1;
    });
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      for (const file of input.files) enqueue(file);
      input.value = "";
    });
  }

  // Whoever sends the form while a file is on its way waits for the file.
  let released = false;
  form.addEventListener(
    "submit",
    (event) => {
      if (released || open === 0) return;
      event.preventDefault();
      event.stopPropagation();
      const { submitter } = event;
      queue.then(() => {
        released = true;
        form.requestSubmit(submitter);
      });
    },
    true,
  );
}
