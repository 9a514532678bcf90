// A result of a search that is followed is counted, without anybody's name, so that better results can stand first. The link itself is a
// plain one: without this it leads to the same page and nothing is counted.
const counted = (event) => {
  const link = event.target.closest("[data-passage] a[href]");
  const list = link?.closest("[data-counts]");
  if (!list || event.button > 1) return;
  const body = new URLSearchParams({ question: list.dataset.question, passage: link.closest("[data-passage]").dataset.passage });
  navigator.sendBeacon?.(list.dataset.counts, body);
};
document.addEventListener("click", counted);
document.addEventListener("auxclick", counted);
