// Loads scripts of plug-ins and waits no longer than it should.

const loading = new Map();

// script puts a script into the page, once.
export function script(address) {
  if (!loading.has(address)) {
    loading.set(address, new Promise((done, fail) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = () => done();
      element.onerror = () => {
        loading.delete(address);
        element.remove();
        fail(new Error("no script"));
      };
      document.head.append(element);
    }));
  }
  return loading.get(address);
}

// within gives a promise so many milliseconds.
export function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error("timeout")), milliseconds); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
