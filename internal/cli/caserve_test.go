package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
)

// The services of a trial authority over HTTP, while another process revokes.
func TestServeOfTheTrialAuthority(t *testing.T) {
	f := newTrial(t, "cryptopro-a")
	cmd := child(t, "ca", "serve", "--dir", f.path("ca"), "--listen", "127.0.0.1:0")
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, address, ok := strings.Cut(strings.TrimSpace(line), " at ")
	if !ok {
		t.Fatalf("said %q", line)
	}
	fetch := func(_ context.Context, url, mediaType string, body []byte) ([]byte, error) {
		resp, err := http.Post(url, mediaType, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return io.ReadAll(resp.Body)
	}

	client := &tsp.Client{Address: address + "/tsa", Fetch: fetch}
	if _, err := client.Stamp(t.Context(), tsp.NewImprint(algorithm.Streebog256, []byte("подпись"))); err != nil {
		t.Error(err)
	}

	holder, issuer := f.certificate(t, "p.pem"), f.certificate(t, "ca/ca.pem")
	status := func() revocation.Status {
		t.Helper()
		request, err := revocation.NewRequest(holder, issuer, algorithm.SHA1, nil)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := fetch(t.Context(), address+"/ocsp", "application/ocsp-request", request)
		if err != nil {
			t.Fatal(err)
		}
		response, err := revocation.ParseResponse(raw)
		if err != nil {
			t.Fatal(err)
		}
		return revocation.CheckOCSP(response, holder, issuer, nil, nil).Status
	}
	get := func(path string) []byte {
		t.Helper()
		resp, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, resp.Status, err)
		}
		return body
	}
	listed := func() int {
		t.Helper()
		list, err := revocation.ParseCRL(get("/crl"))
		if err != nil {
			t.Fatal(err)
		}
		return list.Len
	}
	if got := status(); got != revocation.Good {
		t.Errorf("status %q", got)
	}
	if n := listed(); n != 0 {
		t.Errorf("%d in the list", n)
	}
	must(t, 0, "ca", "revoke", "--dir", f.path("ca"), "--cert", f.path("p.pem"))
	if got := status(); got != revocation.Revoked {
		t.Errorf("status %q after the revocation", got)
	}
	if n := listed(); n != 1 {
		t.Errorf("%d in the list after the revocation", n)
	}
	if !bytes.Equal(get("/ca.crt"), issuer.Raw) || !bytes.Equal(get("/root/ca.crt"), f.certificate(t, "ca/root.pem").Raw) {
		t.Error("other certificates are served")
	}
	if list, err := revocation.ParseCRL(get("/root/crl")); err != nil || list.Len != 0 {
		t.Errorf("list of the root: %v", err)
	}

	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}

func (f trial) certificate(t testing.TB, name string) *cert.Certificate {
	t.Helper()
	data, err := os.ReadFile(f.path(name))
	if err != nil {
		t.Fatal(err)
	}
	list, err := cert.ParseFile(data)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}
