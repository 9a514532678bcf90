// Package keyfile reads private keys with their certificates from files in the forms that people have them in, and writes
// the modern ones.
//
// [Parse] tells the form by content. It reads
//
//   - PKCS #8 (RFC 5208, RFC 5958), in PEM or DER, with keys of ГОСТ Р 34.10 in all the forms that programs have written: the
//     little-endian octets themselves, one more OCTET STRING around them, an INTEGER, a product of masked factors; RSA and
//     ECDSA keys, and those two in their own older forms (PKCS #1, SEC 1);
//   - the same encrypted by PBES2 (RFC 8018, RFC 9337): PBKDF2 with HMAC of Streebog, ГОСТ Р 34.11-94, SHA-1 and SHA-2;
//     ГОСТ 28147-89, Magma, Kuznyechik, AES and 3DES;
//   - PKCS #12 (RFC 7292, RFC 9548), with the codes of both, PBMAC1 (RFC 9579), the old encryption by 3DES and RC2, and the
//     encryption of keys that CryptoPro CSP writes.
//
// [ParseContainer] reads a folder of CryptoPro CSP. [WritePKCS8], [WriteEncryptedPKCS8] and [WritePKCS12] write.
//
// # Limits
//
// A file is at most [MaxSize] bytes, all derivations of keys from the password together take at most [MaxIterations]
// iterations, RSA keys have 2048 to 8192 bits, lengths of keys and numbers are exact (T6 of the rules of trust). The limit of
// iterations is that of files which their owner opens: with the slowest of the functions it is minutes of one core. A service
// does not open key files of strangers.
//
// # What is known of passwords
//
// PKCS #12 with a code, a container of CryptoPro and the encryption with OMAC tell a wrong password, or a file changed since,
// from a file that was never right: the first is [ErrPassword], the second [ErrMalformed]. PKCS #8 under the other ciphers
// says nothing of the password, so what does not decrypt to a key at all is ErrPassword there.
//
// # Memory
//
// Keys derived from passwords and decrypted texts are overwritten after use as far as they are ours. It is best effort:
// crypto/hmac, the ciphers and math/big keep copies of what they were given until the garbage collector takes them, and the keys
// that are returned stay in memory like any other value. The caller's password is neither changed nor kept.
package keyfile
