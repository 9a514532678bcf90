/*
 * The second implementation that the tests compare with: OpenSSL with the GOST engine, asked for many signatures in
 * one process. Built by the test: cc oracle.c -lcrypto. It reads lines and answers each with one line; all values are
 * hexadecimal.
 *
 *   verify SPKI DIGEST SIGNATURE        ok | bad
 *   sign 256|512 PARAMSET DIGEST        SPKI SIGNATURE, by a new key
 *   private PKCS8 DIGEST                SPKI SIGNATURE, by the given key
 *   vko PKCS8 SPKI UKM                  the common key by VKO_GOSTR3410_2012_256
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 4096, SET_VKO = EVP_PKEY_ALG_CTRL + 11 };

static void fail(const char *what) {
    fprintf(stderr, "oracle: %s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

static size_t unhex(unsigned char *out, const char *hex) {
    size_t n = hex ? strlen(hex) / 2 : 0;
    unsigned v;
    if (n > MAX) fail("value too long");
    for (size_t i = 0; i < n; i++) {
        if (sscanf(hex + 2 * i, "%2x", &v) != 1) fail("not hexadecimal");
        out[i] = v;
    }
    return n;
}

static void print(const unsigned char *b, size_t n, const char *end) {
    for (size_t i = 0; i < n; i++) printf("%02x", b[i]);
    printf("%s", end);
}

static EVP_PKEY *public_key(const char *hex) {
    unsigned char b[MAX];
    const unsigned char *p = b;
    EVP_PKEY *k = d2i_PUBKEY(NULL, &p, unhex(b, hex));
    if (!k) fail("public key");
    return k;
}

static EVP_PKEY *private_key(const char *hex) {
    unsigned char b[MAX];
    const unsigned char *p = b;
    long n = unhex(b, hex);
    PKCS8_PRIV_KEY_INFO *info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &p, n);
    EVP_PKEY *k = info ? EVP_PKCS82PKEY(info) : NULL;
    if (!k) fail("private key");
    PKCS8_PRIV_KEY_INFO_free(info);
    return k;
}

static EVP_PKEY *new_key(const char *bits, const char *set) {
    int id = strcmp(bits, "512") ? NID_id_GostR3410_2012_256 : NID_id_GostR3410_2012_512;
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_id(id, NULL);
    EVP_PKEY *k = NULL;
    if (!c || EVP_PKEY_keygen_init(c) <= 0 || EVP_PKEY_CTX_ctrl_str(c, "paramset", set) <= 0 ||
        EVP_PKEY_keygen(c, &k) <= 0)
        fail("key generation");
    EVP_PKEY_CTX_free(c);
    return k;
}

static void verify(const char *spki, const char *digest, const char *signature) {
    unsigned char d[MAX], s[MAX];
    size_t dn = unhex(d, digest), sn = unhex(s, signature);
    EVP_PKEY *k = public_key(spki);
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
    if (!c || EVP_PKEY_verify_init(c) <= 0) fail("verify");
    puts(EVP_PKEY_verify(c, s, sn, d, dn) == 1 ? "ok" : "bad");
    ERR_clear_error();
    EVP_PKEY_CTX_free(c);
    EVP_PKEY_free(k);
}

static void sign(EVP_PKEY *k, const char *digest) {
    unsigned char d[MAX], s[MAX], *spki = NULL;
    size_t dn = unhex(d, digest), sn = MAX;
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
    int n = i2d_PUBKEY(k, &spki);
    if (!c || n <= 0 || EVP_PKEY_sign_init(c) <= 0 || EVP_PKEY_sign(c, s, &sn, d, dn) <= 0) fail("sign");
    print(spki, n, " ");
    print(s, sn, "\n");
    OPENSSL_free(spki);
    EVP_PKEY_CTX_free(c);
    EVP_PKEY_free(k);
}

static void vko(const char *pkcs8, const char *spki, const char *ukm) {
    unsigned char u[MAX], out[MAX];
    size_t un = unhex(u, ukm), n = 32;
    EVP_PKEY *k = private_key(pkcs8), *peer = public_key(spki);
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
    if (!c || EVP_PKEY_derive_init(c) <= 0 || EVP_PKEY_derive_set_peer(c, peer) <= 0 ||
        EVP_PKEY_CTX_ctrl(c, -1, -1, EVP_PKEY_CTRL_SET_IV, un, u) <= 0 ||
        EVP_PKEY_CTX_ctrl(c, -1, -1, SET_VKO, NID_id_GostR3411_2012_256, NULL) <= 0 || EVP_PKEY_derive(c, out, &n) <= 0)
        fail("vko");
    print(out, n, "\n");
    EVP_PKEY_CTX_free(c);
    EVP_PKEY_free(peer);
    EVP_PKEY_free(k);
}

static void answer(char *line) {
    char *w[5] = {0};
    int n = 0;
    for (char *p = strtok(line, " \n"); p && n < 5; p = strtok(NULL, " \n")) w[n++] = p;
    if (n == 4 && !strcmp(w[0], "verify")) return verify(w[1], w[2], w[3]);
    if (n == 4 && !strcmp(w[0], "sign")) return sign(new_key(w[1], w[2]), w[3]);
    if (n == 3 && !strcmp(w[0], "private")) return sign(private_key(w[1]), w[2]);
    if (n == 4 && !strcmp(w[0], "vko")) return vko(w[1], w[2], w[3]);
    fail("unknown question");
}

int main(void) {
    static char line[8 * MAX];
    ENGINE *e;
    ENGINE_load_dynamic();
    e = ENGINE_by_id("gost"); /* found in the folder of engines that OpenSSL was built with */
    if (!e || !ENGINE_init(e) || !ENGINE_set_default(e, ENGINE_METHOD_ALL)) fail("gost engine");
    while (fgets(line, sizeof line, stdin)) answer(line);
    return 0;
}
