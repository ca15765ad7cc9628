// Lets people see the password that they type; without this module it stays hidden, nothing more.

const words = document.querySelector("[data-show]");

for (const input of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.setAttribute("aria-controls", input.id);
  const say = () => {
    const hidden = input.type === "password";
    button.textContent = hidden ? words.dataset.show : words.dataset.hide;
    button.setAttribute("aria-pressed", String(!hidden));
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
    input.focus();
  });
  const frame = document.createElement("span");
  frame.className = "revealed";
  input.replaceWith(frame);
  frame.append(input, button);
  say();
  // What leaves the page is a password again: browsers offer to keep it only then.
  input.form?.addEventListener("submit", () => {
    input.type = "password";
    say();
  });
}
