// The software key of a trial installation, for every page that signs with it. It fetches the module and passes it to the worker,
// which alone has keys: pages ask it and are told what came out.

// openKey begins a worker. ask sends it a request and resolves with its reply; progress is told the share of the document that was
// read. load resolves with whether the module is there. The key is gone with close, and with the page.
export function openKey({ worker: address, module }) {
  const worker = new Worker(address);
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data }) => {
    const asked = waiting.get(data.id);
    if (!asked) return;
    if ("progress" in data) {
      asked.progress?.(data.progress);
      return;
    }
    waiting.delete(data.id);
    asked.done(data);
  };
  worker.onerror = () => {
    for (const { done } of waiting.values()) done({ outcome: "failed" });
    waiting.clear();
  };
  const ask = (request, transfer = [], progress) => new Promise((done) => {
    const id = ++last;
    waiting.set(id, { done, progress });
    worker.postMessage({ id, ...request }, transfer);
  });
  const load = async () => {
    try {
      const response = await fetch(module);
      if (!response.ok) return false;
      const bytes = await response.arrayBuffer();
      return (await ask({ op: "start", module: bytes }, [bytes])).outcome === "ok";
    } catch {
      return false;
    }
  };
  return { ask, load, close: () => worker.terminate() };
}

// leaving calls what is to be done when a page is swapped for another without being loaded anew: the key must not stay behind.
export function leaving(root, then) {
  const leave = new MutationObserver(() => {
    if (root.isConnected) return;
    leave.disconnect();
    then();
  });
  leave.observe(document.body, { childList: true, subtree: true });
}
