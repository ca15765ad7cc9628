// The large file of a picture in the page's own dialog; without it the link leads to the file.

export function enlarges(dialog, link, alt) {
  const pan = dialog.querySelector(".zoom__pan");
  link.addEventListener("click", (event) => {
    if (!dialog.showModal || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const image = new Image();
    image.src = link.href;
    image.alt = alt();
    pan.classList.remove("zoom__pan--whole");
    pan.replaceChildren(image);
    image.addEventListener("click", () => pan.classList.toggle("zoom__pan--whole"));
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
