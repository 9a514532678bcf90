// Blitz Smart Card Plugin. How it signs is told by a document of its vendor that is not public, so this only finds it and sends the person
// to signing by file.
export function blitz() {
  return {
    id: "blitz",
    async detect() {
      return { state: window.Blitzsc || document.querySelector("[data-blitz]") ? "file-only" : "unknown", providers: [] };
    },
    async certificates() { return []; },
    async sign() { throw new Error("by-file"); },
    code: () => "",
  };
}
