// Navigation in the background, by htmx: whatever goes wrong there falls back to what the browser does by itself.

// After a swap the reader stands where a loaded page would have put them: at the errors, else at the heading.
document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target !== document.body) return enhance();
  const main = document.getElementById("main");
  if (!main) return;
  if (main.dataset.assets !== version && ctx.request.method === "GET") return location.reload();
  // A morphed field may keep what was typed into another page's field of the same name.
  all("form").forEach((form) => form.reset());
  enhance();
  if (ctx.title) announce(ctx.title);
  if (location.hash) return;
  const place = document.getElementById("problems") || main.querySelector("h1") || main;
  place.focus({ preventScroll: true });
});
const version = document.getElementById("main")?.dataset.assets;

document.addEventListener("htmx:before:swap", () => all("dialog[open]").forEach((dialog) => dialog.close()));

// An answer that is no page (a file) and an answer that never came (no network, a redirect to another site) are left
// to the browser, which knows what to do. A POST is never repeated by itself.
const leave = (event) => {
  const { ctx } = event.detail;
  if (!ctx?.request || ctx.target !== document.body) return;
  if (ctx.request.method === "GET") location.href = ctx.request.action;
  else complain(document.body.dataset.offline);
};
const complain = (text) => {
  const box = document.createElement("div");
  box.className = "problems";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.getElementById("main").prepend(box);
  box.focus();
};
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  const kind = ctx.response.headers.get("Content-Type") || "";
  if (ctx.target === document.body && !kind.startsWith("text/html")) {
    event.preventDefault();
    leave(event);
  }
});
document.addEventListener("htmx:error", leave);

// The page that a load brought shows its errors first.
document.getElementById("problems")?.focus();
