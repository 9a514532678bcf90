// Whole checks by OpenSSL with its GOST engine, in operations a second of CPU time. Arguments: seconds for each
// measurement, the time of checking since 1970. It reads root.der, sub.der, leaf.der, sub.crl, message.p7s and data.bin
// of each curve from the folder that is named by a further argument.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/cms.h>
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bytes { unsigned char *p; long n; };

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fail(const char *what) {
	fprintf(stderr, "%s\n", what);
	ERR_print_errors_fp(stderr);
	exit(1);
}

static struct bytes slurp(const char *dir, const char *name) {
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "rb");
	if (!f) fail(path);
	struct bytes b = {malloc(1 << 20), 0};
	b.n = fread(b.p, 1, 1 << 20, f);
	fclose(f);
	return b;
}

static X509 *certificate(struct bytes b) {
	const unsigned char *p = b.p;
	X509 *x = d2i_X509(NULL, &p, b.n);
	if (!x) fail("certificate");
	return x;
}

static X509_STORE *trusting(struct bytes root, struct bytes crl, time_t at) {
	X509_STORE *s = X509_STORE_new();
	X509 *x = certificate(root);
	X509_STORE_add_cert(s, x);
	X509_free(x);
	X509_VERIFY_PARAM *v = X509_VERIFY_PARAM_new();
	X509_VERIFY_PARAM_set_time(v, at);
	if (crl.n) {
		const unsigned char *p = crl.p;
		X509_CRL *c = d2i_X509_CRL(NULL, &p, crl.n);
		if (!c) fail("list");
		X509_STORE_add_crl(s, c);
		X509_CRL_free(c);
		X509_VERIFY_PARAM_set_flags(v, X509_V_FLAG_CRL_CHECK);
	}
	X509_STORE_set1_param(s, v);
	X509_VERIFY_PARAM_free(v);
	return s;
}

// chain reads two certificates and builds and verifies the chain of three.
static void chain(X509_STORE *s, struct bytes sub, struct bytes leaf) {
	X509 *a = certificate(sub), *l = certificate(leaf);
	STACK_OF(X509) *others = sk_X509_new_null();
	sk_X509_push(others, a);
	X509_STORE_CTX *c = X509_STORE_CTX_new();
	if (!X509_STORE_CTX_init(c, s, l, others)) fail("context");
	if (X509_verify_cert(c) != 1) fail(X509_verify_cert_error_string(X509_STORE_CTX_get_error(c)));
	X509_STORE_CTX_free(c);
	sk_X509_free(others);
	X509_free(a);
	X509_free(l);
}

// message reads a CAdES-BES and checks it with chain and list.
static void message(X509_STORE *s, struct bytes cms, struct bytes data) {
	BIO *in = BIO_new_mem_buf(cms.p, cms.n), *content = BIO_new_mem_buf(data.p, data.n);
	CMS_ContentInfo *m = d2i_CMS_bio(in, NULL);
	if (!m) fail("message");
	BIO *out = BIO_new(BIO_s_null());
	if (CMS_verify(m, NULL, s, content, out, CMS_BINARY | CMS_CADES) != 1) fail("verify");
	BIO_free(out);
	CMS_ContentInfo_free(m);
	BIO_free(in);
	BIO_free(content);
}

#define MEASURE(name, call)                                                     \
	do {                                                                        \
		double t0 = now(), t;                                                   \
		long n = 0;                                                             \
		do { for (int i = 0; i < 8; i++) call; n += 8; } while ((t = now() - t0) < span); \
		printf("%s %s\t%.2f\n", argv[i], name, n / t);                          \
	} while (0)

int main(int argc, char **argv) {
	ENGINE_load_dynamic();
	ENGINE *e = ENGINE_by_id("dynamic");
	const char *so = getenv("GOST_SO");
	ENGINE_ctrl_cmd_string(e, "SO_PATH", so ? so : "/usr/lib/x86_64-linux-gnu/engines-3/gost.so", 0);
	ENGINE_ctrl_cmd_string(e, "ID", "gost", 0);
	ENGINE_ctrl_cmd_string(e, "LOAD", NULL, 0);
	if (!ENGINE_init(e)) fail("engine");
	ENGINE_set_default(e, ENGINE_METHOD_ALL);
	ENGINE_add(e); // the engine's own keys for certificates
	double span = atof(argv[1]);
	time_t at = atol(argv[2]);
	struct bytes none = {0};
	for (int i = 3; i < argc; i++) {
		struct bytes root = slurp(argv[i], "root.der"), sub = slurp(argv[i], "sub.der"), leaf = slurp(argv[i], "leaf.der");
		struct bytes crl = slurp(argv[i], "sub.crl"), cms = slurp(argv[i], "message.p7s"), data = slurp(argv[i], "data.bin");
		X509_STORE *plain = trusting(root, none, at), *listed = trusting(root, crl, at);
		MEASURE("chain", chain(plain, sub, leaf));
		MEASURE("message", message(listed, cms, data));
		X509_STORE_free(plain);
		X509_STORE_free(listed);
	}
	return 0;
}
