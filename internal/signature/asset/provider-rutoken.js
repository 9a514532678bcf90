// Рутокен Плагин, through the vendor's library, which the settings of the site may name. The library gives the promise `rutoken`.
import { fromBase64, toBase64 } from "./certificate.js";
import { script, within } from "./load.js";

export function rutoken({ vendor, askPin }) {
  let opened = null;
  async function open() {
    if (!vendor) throw new Error("no-library");
    if (!window.rutoken) await script(vendor);
    const { rutoken } = window;
    await within(8000, rutoken.ready);
    if (!(await rutoken.isExtensionInstalled())) throw new Error("no-extension");
    if (!(await rutoken.isPluginInstalled())) throw new Error("no-plugin");
    return { plugin: await rutoken.loadPlugin() };
  }
  const ready = () => (opened ??= open().catch((error) => { opened = null; throw error; }));

  return {
    id: "rutoken",
    async detect() {
      try {
        const { plugin } = await ready();
        return { state: "ready", version: String(await plugin.version), providers: [] };
      } catch (error) {
        const state = ["no-library", "no-extension", "no-plugin"].includes(error?.message) ? error.message : "no-extension";
        return { state, error: code(error) };
      }
    },
    async certificates() {
      const { plugin } = await ready();
      const all = [];
      for (const device of await plugin.enumerateDevices()) {
        for (const id of await plugin.enumerateCertificates(device, plugin.CERT_CATEGORY_USER)) {
          all.push({ id, device, hasKey: true, raw: fromBase64(await plugin.getCertificate(device, id)) });
        }
      }
      return all;
    },
    async sign({ id, device }, bytes, { attached }) {
      const { plugin } = await ready();
      const pin = await askPin();
      if (pin === null) throw new Error("0x8010006E");
      await plugin.login(device, pin);
      try {
        const options = { detached: !attached, addUserCertificate: true, addSignTime: true, useHardwareHash: false };
        return fromBase64(await plugin.sign(device, id, toBase64(bytes), plugin.DATA_FORMAT_BASE64, options));
      } finally {
        await plugin.logout(device).catch(() => {});
      }
    },
    code,
  };
}

// code is the number of an error of the library.
function code(error) {
  const number = Number(error?.message);
  return Number.isInteger(number) && number !== 0 ? `rutoken ${number}` : String(error?.message ?? "").match(/0x[0-9A-F]{8}/i)?.[0] ?? "";
}
