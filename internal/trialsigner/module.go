package trialsigner

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
)

// Where the page and its parts are.
const (
	pathPage   = "/trial/signer"
	pathScript = "/trial/signer/page.js"
	// pathLibrary speaks to the worker, for this page and others.
	pathLibrary = "/trial/signer/key.js"
	pathWorker  = "/trial/signer/worker.js"
	pathModule  = "/trial/signer/signer.wasm"
)

// Parts says where the parts of the software key are, for other pages of a trial installation that sign.
func Parts() struct{ Library, Worker, Module string } {
	return struct{ Library, Worker, Module string }{pathLibrary, pathWorker, pathModule}
}

// Routes adds the page. Only a trial installation calls it.
func Routes(r *httpx.Router) {
	p := newPages()
	r.Handle("GET "+pathPage, actor.Anyone, p.page, httpx.Signing())
	r.Handle("GET "+pathScript, actor.Anyone, p.script.serve)
	r.Handle("GET "+pathLibrary, actor.Anyone, p.library.serve)
	r.Handle("GET "+pathWorker, actor.Anyone, p.worker.serve)
	r.Handle("GET "+pathModule, actor.Anyone, p.module.serve)
}
