// The software key of a trial installation. The library, the worker and the module are those of the page of the trial signer; the key
// stays in the worker, which has no network.

export function software({ library, worker, module }) {
  let opened = null, current = null;
  async function open() {
    const { openKey } = await import(library);
    const key = openKey({ worker, module });
    if (!(await key.load())) {
      key.close();
      throw new Error("unloaded");
    }
    return key;
  }
  const ready = () => (opened ??= open().catch((error) => { opened = null; throw error; }));

  return {
    id: "software",
    async detect() {
      try {
        await ready();
        return { state: "ready", version: "", providers: [] };
      } catch (error) {
        return { state: "no-plugin", error: error.message };
      }
    },
    // certificates are those that this browser keeps, and that of the key that was opened.
    async certificates() {
      const key = await ready();
      const { kept } = await key.ask({ op: "kept" });
      const all = (kept ?? []).map(({ id, certificate }) => ({ id, hasKey: true, raw: certificate }));
      if (current && !all.some((c) => c.id === current.id)) all.push(current);
      return all;
    },
    // take opens the key of some files, to be signed with at once or to be kept in this browser.
    async take(files, keep) {
      const key = await ready();
      const reply = await key.ask({ op: "open", keys: files, keep });
      current = reply.outcome === "ok" ? { id: reply.serial, hasKey: true, raw: reply.certificate } : null;
      return reply;
    },
    async sign({ id }, bytes, { attached }) {
      const key = await ready();
      if (current?.id !== id) {
        const reply = await key.ask({ op: "use", which: id });
        if (reply.outcome !== "ok") throw new Error(reply.outcome);
        current = { id, hasKey: true, raw: reply.certificate };
      }
      const reply = await key.ask({ op: attached ? "attach" : "sign", document: new Blob([bytes]) });
      if (reply.outcome !== "ok") throw new Error(reply.outcome);
      return reply.message;
    },
    close: async () => (await opened)?.close(),
    code: (error) => error?.message ?? "",
  };
}
