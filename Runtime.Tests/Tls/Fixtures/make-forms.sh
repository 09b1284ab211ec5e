#!/usr/bin/env bash
# Makes every form in which openssl and keytool write a key and its certificate, in the folder forms, and the list of them, forms/list.txt:
#   name | kind | file or certificate | key | password | alias | key password | verdict
# Needs openssl (3 or later, with its legacy provider) and keytool (JDK 15 or later). What a version of them cannot write is left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -rf forms && mkdir forms && cd forms

store=fake-store-password
key=fake-key-password
host=bot.example.com
days=36500

legacy() { openssl "$1" -provider default -provider legacy "${@:2}"; }
quiet() { "$@" >/dev/null 2>&1; }
form() { echo "$1|$2|$3|${4:-}|${5:-}|${6:-}|${7:-}|$8" >>list.txt; }
certificate() { quiet openssl req -x509 -new -key "$1" -out "$2" -days $days -subj "/CN=$host" -addext "subjectAltName=DNS:$host"; }

# --- Kinds of key -------------------------------------------------------------------------------------------------------------------------------
kind() { # name verdict genpkey-arguments...
  quiet openssl genpkey "${@:3}" -out "$1.key" && certificate "$1.key" "$1.crt" && form "kind $1" pem "$1.crt" "$1.key" "" "" "" "$2"
}
curve() { kind "$1" "$2" -algorithm EC -pkeyopt "ec_paramgen_curve:$1" "${@:3}"; }
kind rsa2048 OK -algorithm RSA -pkeyopt rsa_keygen_bits:2048
kind rsa-exponent-3 OK -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3
kind rsa1024 UnsupportedKey -algorithm RSA -pkeyopt rsa_keygen_bits:1024
kind rsa-three-primes UnsupportedKey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_primes:3
kind rsa-pss UnsupportedKey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048
kind ed25519 UnsupportedKey -algorithm ED25519
kind ed448 UnsupportedKey -algorithm ED448
for c in P-256 P-384 P-521; do curve $c OK; done
for c in P-224 secp256k1 brainpoolP256r1; do curve $c UnsupportedKey; done
kind explicit OK -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit
kind explicit384 OK -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:explicit
kind explicit-k1 UnsupportedKey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -pkeyopt ec_param_enc:explicit
quiet openssl dsaparam -genkey -out dsa.key 2048 && certificate dsa.key dsa.crt
quiet openssl pkey -in dsa.key -traditional -out dsa-traditional.key
for k in dsa dsa-traditional; do form "kind $k" pem dsa.crt $k.key "" "" "" UnsupportedKey; done
quiet openssl pkey -in P-256.key -ec_param_enc explicit -out explicit-key.key && form "explicit key, named certificate" pem P-256.crt explicit-key.key "" "" "" OK
certificate explicit-key.key explicit-cert.crt && form "named key, explicit certificate" pem explicit-cert.crt P-256.key "" "" "" OK
for f in compressed hybrid; do
  quiet openssl ec -in P-256.key -conv_form $f -out $f.key && certificate $f.key $f.crt && form "$f point" pem $f.crt $f.key "" "" "" OK
done
quiet openssl ec -in P-256.key -no_public -out no-public.key && form "no public point" pem P-256.crt no-public.key "" "" "" OK

# --- Encryption of a key in PEM --------------------------------------------------------------------------------------------------------------------
encrypted() { # name verdict command...
  if quiet "${@:3}" -in P-256.key -passout "pass:$key" -out "$1.key"; then form "$1" pem P-256.crt "$1.key" "$key" "" "" "$2"; else rm -f "$1.key"; fi
}
for c in des des3 aes128 aes192 aes256 camellia128 camellia192 camellia256 aria128 aria192 aria256 seed bf cast rc2 aes-256-cfb aes-128-ofb aes-256-ctr camellia-256-cfb; do
  encrypted "traditional-$c" OK legacy pkey -traditional "-$c"
done
for c in des des3 aes-128-cbc aes-192-cbc aes-256-cbc aes-256-cfb aes-256-ofb camellia-256-cbc aria-256-cbc rc2-cbc bf-cbc cast5-cbc seed-cbc; do
  encrypted "pbes2-$c" OK legacy pkcs8 -topk8 -v2 $c
done
encrypted pbes2-sm4-cbc UnsupportedFormat legacy pkcs8 -topk8 -v2 sm4-cbc
for f in hmacWithMD5 hmacWithSHA1 hmacWithSHA224 hmacWithSHA256 hmacWithSHA384 hmacWithSHA512 hmacWithSHA512-256; do
  encrypted "pbkdf2-$f" OK openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf $f
done
encrypted scrypt OK openssl pkcs8 -topk8 -scrypt
encrypted rounds-200000 OK openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 200000
encrypted rounds-6000000 UnsupportedFormat openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 6000000
for v in PBE-MD5-DES PBE-SHA1-DES PBE-SHA1-RC2-64 PBE-MD5-RC2-64 PBE-SHA1-RC4-128 PBE-SHA1-RC4-40 PBE-SHA1-3DES PBE-SHA1-2DES PBE-SHA1-RC2-128 PBE-SHA1-RC2-40; do
  encrypted "pbes1-$v" OK legacy pkcs8 -topk8 -v1 $v
done

# --- Certificates in other clothes -------------------------------------------------------------------------------------------------------------------
quiet openssl x509 -in P-256.crt -addtrust serverAuth -trustout -out trusted.crt && form "trusted certificate" pem trusted.crt P-256.key "" "" "" OK
quiet openssl x509 -in P-256.crt -text -out text.crt && form "certificate with its text" pem text.crt P-256.key "" "" "" OK
quiet openssl crl2pkcs7 -nocrl -certfile P-256.crt -out pkcs7.crt && form "PKCS#7" pem pkcs7.crt P-256.key "" "" "" UnsupportedFormat
quiet openssl req -new -key P-256.key -subj "/CN=$host" -out request.crt && form "request in place of a certificate" pem request.crt P-256.key "" "" "" NoCertificate
quiet openssl pkey -in P-256.key -pubout -out public.key && form "public key in place of the private" pem P-256.crt public.key "" "" "" NoPrivateKey
quiet ssh-keygen -q -t ecdsa -N "" -f openssh.key && form "OpenSSH's own form" pem P-256.crt openssh.key "" "" "" UnsupportedFormat
rm -f openssh.key.pub

# --- PKCS#12 by openssl ---------------------------------------------------------------------------------------------------------------------------------
pfx() { # name verdict key arguments...
  if quiet legacy pkcs12 -export -passout "pass:$store" -inkey "$3.key" -in "$3.crt" "${@:4}" -out "$1.pfx"; then form "pfx $1" pfx "$1.pfx" "" "$store" "" "" "$2"; else rm -f "$1.pfx"; fi
}
for e in AES-128-CBC AES-256-CBC PBE-SHA1-RC4-128 PBE-SHA1-RC4-40 PBE-SHA1-3DES PBE-SHA1-2DES PBE-SHA1-RC2-128 PBE-SHA1-RC2-40 PBE-MD5-DES NONE CAMELLIA-256-CBC ARIA-256-CBC; do
  pfx "with-$e" OK P-256 -keypbe $e -certpbe $e
done
for m in md5 sha1 sha224 sha256 sha384 sha512 sha3-256 sha512-256 ripemd160 whirlpool sm3; do pfx "mac-$m" OK P-256 -macalg $m; done
pfx no-mac OK P-256 -nomac
pfx one-round OK P-256 -noiter -nomaciter
pfx microsoft OK P-256 -CSP "Microsoft Software Key Storage Provider" -LMK -keysig
pfx explicit-curve OK explicit
for k in rsa-pss ed25519 ed448 dsa secp256k1 rsa1024; do pfx "$k" UnsupportedKey $k; done
pfx named OK P-256 -name "ключ"
form "pfx alias beyond ASCII" pfx named.pfx "" "$store" "КЛЮЧ" "" OK
form "pfx without a name, by its number" pfx no-mac.pfx "" "$store" 1 "" OK
form "pfx without a name, by a number it has not" pfx no-mac.pfx "" "$store" 2 "" AliasNotFound

# --- keytool -----------------------------------------------------------------------------------------------------------------------------------------------
store() { # name verdict type alias key-arguments...
  local password=$store
  [ "$3" != JKS ] || password=$key
  if quiet keytool -genkeypair -keystore "$1.store" -storetype "$3" -storepass "$store" -keypass "$password" -alias "$4" -dname "CN=$host" -ext "SAN=dns:$host" -validity $days "${@:5}"; then
    form "keytool $1" store "$1.store" "" "$store" "$4" "$password" "$2"
  fi
}
for t in JKS PKCS12; do
  store "$t-ec" OK $t bot -keyalg EC -groupname secp256r1
  store "$t-rsa-signed-with-pss" OK $t bot -keyalg RSA -keysize 2048 -sigalg RSASSA-PSS
  store "$t-pss" UnsupportedKey $t bot -keyalg RSASSA-PSS -keysize 2048 -sigalg RSASSA-PSS
  store "$t-ed25519" UnsupportedKey $t bot -keyalg Ed25519
  store "$t-dsa" UnsupportedKey $t bot -keyalg DSA -keysize 2048
  store "$t-cyrillic" OK $t "Ключ" -keyalg EC -groupname secp256r1
  store "$t-umlaut" OK $t "Schlüssel" -keyalg EC -groupname secp256r1
  store "$t-emoji" OK $t "key🔑" -keyalg EC -groupname secp256r1
  store "$t-turkish" OK $t "BOTİ" -keyalg EC -groupname secp256r1
done
for e in PBEWithHmacSHA1AndAES_128 PBEWithHmacSHA224AndAES_256 PBEWithHmacSHA384AndAES_256 PBEWithHmacSHA512AndAES_256 PBEWithSHA1AndDESede PBEWithSHA1AndRC2_40 PBEWithSHA1AndRC4_128; do
  store "protection-$e" OK PKCS12 bot -keyalg EC -groupname secp256r1 "-J-Dkeystore.pkcs12.keyProtectionAlgorithm=$e" "-J-Dkeystore.pkcs12.certProtectionAlgorithm=$e"
done
for m in HmacPBESHA1 HmacPBESHA384 HmacPBESHA512 HmacPBESHA512/256 NONE; do
  store "mac-${m//\//-}" OK PKCS12 bot -keyalg EC -groupname secp256r1 "-J-Dkeystore.pkcs12.macAlgorithm=$m"
done
store no-password-at-all OK PKCS12 bot -keyalg EC -groupname secp256r1 -J-Dkeystore.pkcs12.macAlgorithm=NONE -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE
