// A link to a page that asks a question opens the same question in front of this page instead.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
});
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (dialog.tagName === "DIALOG" && dialog.id !== "session") dialog.close();
});
