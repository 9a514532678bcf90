// Package outbound is the one way out of the platform: every request to another server goes through its [Client].
//
// Many addresses that the platform calls were written by somebody else: a webhook by a member, a revocation list by
// whoever issued a certificate. Such an address must not become a way into the network of the installation. So a
// request says what it is for, its [Purpose], and the client holds it to that purpose:
//
//   - https only, except where the field publishes over http what carries its own signature (CRL, OCSP, AIA, TSA);
//   - the usual ports of the purpose only;
//   - only public addresses. The address is judged after the name was resolved and at the moment of connecting, in the
//     dialer, so that a name which changes its answer (DNS rebinding) gains nothing;
//   - no redirects, no cookies, no proxy from the environment, HTTP/1.1 only;
//   - limits of the purpose on the length of the answer, unpacked, and on the time of the whole exchange.
//
// What lies inside is reached by listing it, for one purpose, by host and port as the request names them:
// "s3=minio.internal:9000", or "sms=http://10.0.0.7:8080" to allow http as well. A listed name may resolve to any host
// address; an unlisted name that resolves to a listed machine is refused. The list is for what the operator has
// configured, never for what users type.
//
// # Use
//
//	answer, err := client.Do(ctx, outbound.Request{Purpose: outbound.Webhook, Method: "POST", URL: url, Body: body})
//
//	esign.Options{Fetch: client.Fetcher(outbound.OCSP)}      // libraries take a plain function
//	minio.Options{Transport: client.RoundTripper(outbound.S3)} // foreign clients take a transport
//	scan.ClamdConfig{Dial: client.Dial(outbound.Scanner)}    // protocols other than HTTP
//
// All four obey the same rules. Errors name the host and not the path, in which webhooks carry secrets; those of an
// http.Client around [Client.RoundTripper] hold the whole URL and are not for the log.
package outbound
