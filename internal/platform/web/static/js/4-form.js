// A form is sent once, however often the button is pressed. Pages kept for «back» must work again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
}, true);
window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// «Показать» shows the password while it is typed, and hides it again before it is sent.
enhancers.push(() => all("[data-reveal]").forEach((button) => { button.hidden = false; }));
const reveal = (button, show) => {
  const field = document.getElementById(button.dataset.reveal);
  field.type = show ? "text" : "password";
  button.textContent = show ? button.dataset.hide : button.dataset.show;
  button.setAttribute("aria-label", show ? button.dataset.hideLabel : button.dataset.showLabel);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  reveal(button, document.getElementById(button.dataset.reveal).type === "password");
});
document.addEventListener("submit", (event) => all("[data-reveal]", event.target).forEach((button) => reveal(button, false)), true);

// A button that asks the server for something not too often counts down. The server is what holds; this only spares a
// vain press. It stays reachable, so that a screen reader finds it and hears why it waits.
const counting = new WeakSet();
enhancers.push(() => all("[data-wait]").forEach((clock) => {
  const button = clock.closest("button");
  if (counting.has(clock)) return;
  counting.add(clock);
  const until = Date.now() + clock.dataset.wait * 1000;
  clock.hidden = false;
  button.setAttribute("aria-disabled", "true");
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (!clock.isConnected) return;
    if (left > 0) {
      clock.textContent = fill(clock.dataset.seconds, left);
      return setTimeout(tick, 1000);
    }
    clock.hidden = true;
    button.removeAttribute("aria-disabled");
    announce(button.textContent.trim());
  };
  tick();
}));
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
}, true);
