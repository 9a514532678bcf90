// КриптоПро ЭЦП Browser plug-in. Its objects are asked through the asynchronous interface of its script, cadesplugin_api.js, which the
// settings of the site may name; without it this file speaks to the browser's extension itself, as that script does.
import { fromBase64, toBase64 } from "./certificate.js";
import { script, within } from "./load.js";

const CURRENT_USER_STORE = 2, MY_STORE = "My", MAXIMUM_ALLOWED = 2, CONTAINER_STORE = 100;
const FIND_SHA1_HASH = 0, ENCODE_BASE64 = 0, BASE64_TO_BINARY = 1, CADES_BES = 1, END_ENTITY_ONLY = 2;

// Where the extension is: in Opera and Яндекс Браузер, and in the other browsers of that family.
const extensions = ["iifchhfnnmpdbibifmljnfjhpififfog", "epebfcehmdedogndhlcacafjaacknbcm"];

// attach finds the extension without the vendor's script: it answers a message, brings its own script into the page, and that one has
// the objects.
async function attach() {
  const opera = / OPR\/| YaBrowser\//.test(navigator.userAgent);
  const loaded = new Promise((done) => {
    window.addEventListener("message", function heard({ data }) {
      if (typeof data !== "string" || !data.startsWith("cadesplugin_loaded")) return;
      window.removeEventListener("message", heard);
      done();
    });
  });
  await script(`chrome-extension://${extensions[opera ? 1 : 0]}/nmcades_plugin_api.js`);
  window.postMessage("cadesplugin_echo_request", "*");
  await within(4000, loaded);
  await new Promise((done, fail) => window.cpcsp_chrome_nmcades.check_chrome_plugin(done, fail));
  return window.cpcsp_chrome_nmcades.CreatePluginObject();
}

// The plug-in's object is itself a promise, so it never stands alone where it would be waited for.
async function open(vendor) {
  if (!vendor && !window.cadesplugin) return { plugin: await attach() };
  if (!window.cadesplugin) await script(vendor);
  const plugin = window.cadesplugin;
  await within(20000, plugin); // it may be asking the person for leave
  return { plugin };
}

export function cryptoPro({ vendor }) {
  let opened = null;
  const ready = () => (opened ??= open(vendor).catch((error) => { opened = null; throw error; }));

  const inStore = async (place, take) => {
    const { plugin } = await ready();
    const store = await plugin.CreateObjectAsync("CAdESCOM.Store");
    if (place === CONTAINER_STORE) await store.Open(place);
    else await store.Open(place, MY_STORE, MAXIMUM_ALLOWED);
    try {
      return await take(await store.Certificates);
    } finally {
      await store.Close();
    }
  };

  const list = (place) => inStore(place, async (certificates) => {
    const found = [];
    const count = await certificates.Count;
    for (let i = 1; i <= count; i++) {
      const one = await certificates.Item(i);
      found.push({
        id: await one.Thumbprint, place, hasKey: await one.HasPrivateKey(), raw: fromBase64(await one.Export(ENCODE_BASE64)),
      });
    }
    return found;
  });

  return {
    id: "cryptopro",
    async detect() {
      try {
        const { plugin } = await ready();
        const about = await plugin.CreateObjectAsync("CAdESCOM.About");
        const version = await about.PluginVersion;
        const found = { state: "ready", version: await version.toString(), providers: [] };
        try {
          const csp = await about.CSPVersion("", 80);
          found.providers.push(`${await about.CSPName(80)} ${await csp.MajorVersion}.${await csp.MinorVersion}.${await csp.BuildVersion}`);
        } catch (error) {
          found.noProvider = code(error) || "unknown";
        }
        return found;
      } catch (error) {
        return { state: window.cadesplugin || window.cpcsp_chrome_nmcades ? "no-plugin" : "no-extension", error: code(error) };
      }
    },
    async certificates() {
      const all = await list(CURRENT_USER_STORE);
      try {
        const known = new Set(all.map((c) => c.id));
        all.push(...(await list(CONTAINER_STORE)).filter((c) => !known.has(c.id))); // on tokens, not in the store of the person
      } catch {
        // older versions have no such store
      }
      return all;
    },
    sign: ({ id, place }, bytes, { attached }) => inStore(place, async (certificates) => {
      const { plugin } = await ready();
      const found = await certificates.Find(FIND_SHA1_HASH, id);
      if ((await found.Count) === 0) throw new Error("0x80092004");
      const signer = await plugin.CreateObjectAsync("CAdESCOM.CPSigner");
      await signer.propset_Certificate(await found.Item(1));
      await signer.propset_Options(END_ENTITY_ONLY); // the server knows the authorities
      const data = await plugin.CreateObjectAsync("CAdESCOM.CadesSignedData");
      await data.propset_ContentEncoding(BASE64_TO_BINARY); // before the content
      await data.propset_Content(toBase64(bytes));
      return fromBase64(await data.SignCades(signer, CADES_BES, !attached));
    }),
    code,
  };
}

// code finds the number of an error in what the plug-in says: 0x800B010A.
export function code(error) {
  const said = String(error?.message ?? error ?? "");
  const found = said.match(/0x[0-9A-Fa-f]{8}/);
  if (found) return "0x" + found[0].slice(2).toUpperCase();
  if (typeof error?.number === "number") return "0x" + (error.number >>> 0).toString(16).toUpperCase().padStart(8, "0");
  return "";
}
