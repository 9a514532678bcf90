// A stand-in for the script of КриптоПро ЭЦП Browser plug-in, for tests alone. It has the objects that a page may ask for, by the names,
// the kinds of arguments and the order that the published description of types gives (@types/cadesplugin 2.1.3), and refuses everything
// else: an unknown object, method or property, a missing or superfluous argument, an argument of another kind, a call in the wrong order.
// What it refuses is noted in window.cadespluginRefused, so that a test sees it even if the page swallows the error.
//
// It signs with the keys of the test, by the software key of the trial installation. CASE says how it behaves.
(() => {
  "use strict";
  const KEYS = /*KEYS*/[]; // {certificate: base64, file: PEM of the key and the certificate, hasKey, thumbprint}
  const CASE = /*CASE*/{}; // {fail: "0x…"}: what SignCades ends with

  window.cadespluginRefused = [];
  const refuse = (why) => {
    window.cadespluginRefused.push(why);
    throw new Error("stand-in: " + why);
  };

  const kinds = {
    string: (v) => typeof v === "string",
    number: (v) => typeof v === "number",
    boolean: (v) => typeof v === "boolean",
    any: () => true,
  };
  const object = (kind) => (v) => v?.[Kind] === kind;
  const Kind = Symbol("kind");

  // made gives an object that has what the description gives it, and refuses the rest. A method is {needs, may, does}; a property is a
  // function without arguments, and reading it gives a promise.
  function made(kind, members) {
    return new Proxy({}, {
      get(_, key) {
        if (key === Kind) return kind;
        if (key === "then" || typeof key === "symbol") return undefined;
        const member = members[key];
        if (member === undefined) refuse(`${kind} has no ${key}`);
        if (typeof member === "function") return Promise.resolve().then(member);
        return async (...given) => {
          const { needs = [], may = [], does } = member;
          if (given.length < needs.length || given.length > needs.length + may.length) refuse(`${kind}.${key} got ${given.length} arguments`);
          given.forEach((v, i) => {
            const want = [...needs, ...may][i];
            if (v !== undefined && !(typeof want === "string" ? kinds[want] : want)(v)) refuse(`${kind}.${key}: argument ${i + 1}`);
          });
          return does(...given);
        };
      },
      set(_, key) { refuse(`${kind}.${String(key)} was set: only propset_ does that`); },
      has: () => false,
    });
  }

  const certificate = (one) => made("Certificate", {
    Version: () => 3,
    Thumbprint: () => one.thumbprint,
    SubjectName: () => "CN=stand-in",
    IssuerName: () => "CN=stand-in",
    SerialNumber: () => "00",
    ValidFromDate: () => new Date(),
    ValidToDate: () => new Date(),
    HasPrivateKey: { does: () => one.hasKey },
    GetInfo: { needs: ["number"], does: () => "stand-in" },
    IsValid: { does: () => made("CertificateStatus", { Result: () => true }) },
    Export: { needs: ["number"], does: (encoding) => encoding === 0 ? one.certificate.replace(/(.{64})/g, "$1\r\n") : refuse("Export: only base64 here") },
  });

  const certificates = (list) => made("Certificates", {
    Count: () => list.length,
    Item: { needs: ["number"], does: (i) => list[i - 1] ? remember(certificate(list[i - 1]), list[i - 1]) : refuse(`Item ${i} of ${list.length}: they count from 1`) },
    Find: {
      needs: ["number"], may: ["any", "boolean"],
      does: (type, value) => type === 0 ? certificates(list.filter((c) => c.thumbprint === value)) : refuse("Find: only by the fingerprint here"),
    },
  });

  const whose = new WeakMap(); // which key an object of a certificate stands for
  const remember = (o, one) => { whose.set(o, one); return o; };

  function store() {
    let place = null;
    return made("Store", {
      Certificates: () => place === null ? refuse("Store.Certificates before Open") : certificates(place === 100 ? [] : KEYS),
      Open: {
        may: ["number", "string", "number"],
        does: (location = 2, name = "My", mode = 0) => {
          if (![1, 2, 100].includes(location) || name !== "My" || ![0, 1, 2, 128, 256].includes(mode)) refuse(`Store.Open(${location}, ${name}, ${mode})`);
          place = location;
        },
      },
      Close: { does: () => { place === null ? refuse("Store.Close before Open") : place = null; } },
    });
  }

  function signer() {
    const self = {};
    const o = made("CPSigner", {
      propset_Certificate: { needs: [object("Certificate")], does: (c) => { self.certificate = whose.get(c); } },
      propset_CheckCertificate: { needs: ["boolean"], does: () => {} },
      propset_KeyPin: { needs: ["string"], does: () => {} },
      propset_Options: { needs: ["number"], does: (n) => { if (![0, 1, 2].includes(n)) refuse(`Options ${n}`); } },
      propset_TSAAddress: { needs: ["string"], does: () => {} },
    });
    whose.set(o, self);
    return o;
  }

  function signedData() {
    let encoding = null, content = null;
    return made("CadesSignedData", {
      propset_ContentEncoding: { needs: ["number"], does: (n) => { content === null ? encoding = n : refuse("ContentEncoding after Content"); } },
      propset_Content: { needs: ["string"], does: (s) => { encoding === 1 ? content = s : refuse("Content that is not said to be base64"); } },
      SignCades: {
        may: [object("CPSigner"), "number", "boolean", "number"],
        does: async (by, type, detached) => {
          const one = whose.get(by)?.certificate;
          if (!one) refuse("SignCades without a certificate");
          if (content === null) refuse("SignCades without a content");
          if (![1, 5, 0x5d].includes(type)) refuse(`SignCades: type ${type}`);
          if (CASE.fail) throw new Error(`Ошибка подписи (${CASE.fail})`);
          try {
            return await sign(one, Uint8Array.from(atob(content), (c) => c.charCodeAt(0)), detached === true);
          } catch (error) {
            window.cadespluginRefused.push(String(error));
            throw error;
          }
        },
      },
    });
  }

  // sign makes the message as the plug-in does: base64 in lines.
  async function sign(one, bytes, detached) {
    const { openKey } = await import("/trial/signer/key.js");
    const key = openKey({ worker: "/trial/signer/worker.js", module: "/trial/signer/signer.wasm" });
    try {
      if (!(await key.load())) throw new Error("stand-in: the module did not load");
      const opened = await key.ask({ op: "open", keys: [new Blob([one.file])] });
      if (opened.outcome !== "ok") throw new Error("stand-in: " + opened.outcome);
      const made = await key.ask({ op: detached ? "sign" : "attach", document: new Blob([bytes]) });
      if (made.outcome !== "ok") throw new Error("stand-in: " + made.outcome);
      let s = "";
      for (const b of made.message) s += String.fromCharCode(b);
      return btoa(s).replace(/(.{64})/g, "$1\r\n");
    } finally {
      key.close();
    }
  }

  const version = (...n) => made("Version", {
    MajorVersion: () => n[0], MinorVersion: () => n[1], BuildVersion: () => n[2],
    toStringDefault: () => n.join("."), toString: { does: () => n.join(".") },
  });
  const about = () => made("About", {
    PluginVersion: () => version(2, 0, 15000),
    Version: () => "2.0.15000",
    MajorVersion: () => 2, MinorVersion: () => 0, BuildVersion: () => 15000,
    CSPName: { may: ["number"], does: () => "Crypto-Pro GOST R 34.10-2012 Cryptographic Service Provider" },
    CSPVersion: { may: ["string", "number"], does: () => CASE.noProvider ? Promise.reject(new Error("(0x80090019)")) : version(5, 0, 13000) },
    ProviderVersion: { may: ["string", "number"], does: () => "5.0.13000" },
  });

  const objects = { "CAdESCOM.Store": store, "CAdESCOM.CPSigner": signer, "CAdESCOM.CadesSignedData": signedData, "CAdESCOM.About": about };

  // The real thing is a promise that also has the methods.
  const plugin = Promise.resolve();
  const own = {
    CreateObjectAsync: async (name) => (objects[name] ?? (() => refuse(`CreateObjectAsync(${name})`)))(),
    ReleasePluginObjects: async () => true,
    JSModuleVersion: "2.3.3",
    CAPICOM_CURRENT_USER_STORE: 2, CAPICOM_MY_STORE: "My", CAPICOM_STORE_OPEN_MAXIMUM_ALLOWED: 2, CADESCOM_CADES_BES: 1,
  };
  window.cadesplugin = Object.assign(plugin, own);
})();
