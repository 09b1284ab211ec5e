#!/usr/bin/env bash
# Makes every key store of this folder anew. Needs keytool (JDK 9 or later) and openssl (3 or later, with its legacy provider).
# The passwords are for these files only. Certificates are valid for a hundred years, so that tests do not age.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -f ./*.jks ./*.p12 ./*.pfx ./*.pem ./*.der ./*.jceks ./*.bin

store=fake-store-password
key=fake-key-password
days=36500
host=bot.example.com
san="SAN=dns:$host"

quiet() { "$@" >/dev/null 2>&1 || { echo "failed: $*" >&2; "$@"; }; }
jks() { quiet keytool "$@" -storetype JKS -storepass "$store" -noprompt; }
pair() { # store alias key-arguments...
  local file=$1 alias=$2; shift 2
  jks -genkeypair -keystore "$file" -alias "$alias" -keypass "$key" -dname "CN=$host" -ext "$san" -validity $days "$@"
}

# --- JKS: several entries, the key's password is not the store's -----------------------------------------------------------------------------
pair entries.jks rsa -keyalg RSA -keysize 2048
pair entries.jks ec256 -keyalg EC -groupname secp256r1
pair entries.jks ec384 -keyalg EC -groupname secp384r1
pair entries.jks ec521 -keyalg EC -groupname secp521r1
pair entries.jks dsa -keyalg DSA -keysize 2048
pair entries.jks rsa1024 -keyalg RSA -keysize 1024
jks -exportcert -rfc -keystore entries.jks -alias rsa -file rsa-from-keytool.pem
jks -importcert -keystore entries.jks -alias trusted -file rsa-from-keytool.pem
pair single.jks only -keyalg EC -groupname secp256r1
# For bots that listen on this machine: .ci/aot.
jks -genkeypair -keystore loopback.jks -alias bot -keypass "$key" -dname "CN=127.0.0.1" -validity $days -keyalg EC -groupname secp256r1
pair dated.jks expired -keyalg EC -groupname secp256r1 -startdate 2001/01/01 -validity 30
pair dated.jks future -keyalg EC -groupname secp256r1 -startdate 2090/01/01

# --- JKS: a chain of three: server <- intermediate <- root ---------------------------------------------------------------------------------
ca() { # alias dname
  jks -genkeypair -keystore ca.jks -alias "$1" -keypass "$key" -dname "$2" -keyalg EC -groupname secp256r1 -validity $days -ext BC:critical=ca:true -ext KU:critical=keyCertSign
}
sign() { # issuer alias, request, certificate, extensions...
  local issuer=$1 request=$2 certificate=$3; shift 3
  jks -gencert -keystore ca.jks -alias "$issuer" -keypass "$key" -infile "$request" -outfile "$certificate" -rfc -validity $days "$@"
}
ca root "CN=Fake Root"
ca intermediate "CN=Fake Intermediate"
jks -certreq -keystore ca.jks -alias intermediate -keypass "$key" -file intermediate.csr
sign root intermediate.csr intermediate.crt -ext BC:critical=ca:true,pathlen:0 -ext KU:critical=keyCertSign
jks -exportcert -rfc -keystore ca.jks -alias root -file chain-root.pem
pair chain.jks server -keyalg RSA -keysize 2048
jks -certreq -keystore chain.jks -alias server -keypass "$key" -file server.csr
sign intermediate server.csr server.crt -ext "$san" -ext EKU=serverAuth
cat server.crt intermediate.crt chain-root.pem >chain.pem
jks -importcert -keystore chain.jks -alias server -keypass "$key" -file chain.pem

# --- PKCS#12 --------------------------------------------------------------------------------------------------------------------------------
quiet keytool -genkeypair -keystore pkcs12-by-keytool.jks -storepass "$store" -alias bot -dname "CN=$host" -ext "$san" -validity $days -keyalg RSA -keysize 2048
quiet keytool -importcert -keystore pkcs12-by-keytool.jks -storepass "$store" -alias trusted -file chain-root.pem -noprompt
quiet keytool -importkeystore -srckeystore chain.jks -srcstorepass "$store" -srcalias server -srckeypass "$key" \
  -destkeystore chain.p12 -deststoretype PKCS12 -deststorepass "$store" -destalias Server -destkeypass "$store" -noprompt

# --- PEM: one EC and one RSA key, in every form OpenSSL writes --------------------------------------------------------------------------------
quiet openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ec-pkcs8.pem -out ec-cert.pem -days $days -subj "/CN=$host" -addext "subjectAltName=DNS:$host"
quiet openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa-pkcs8.pem -out rsa-cert.pem -days $days -subj "/CN=$host" -addext "subjectAltName=DNS:$host"
for kind in ec rsa; do
  quiet openssl pkey -in $kind-pkcs8.pem -traditional -out $kind-traditional.pem
  quiet openssl pkey -in $kind-pkcs8.pem -traditional -aes256 -passout "pass:$key" -out $kind-traditional-encrypted.pem
  quiet openssl pkcs8 -topk8 -in $kind-pkcs8.pem -passout "pass:$key" -out $kind-pkcs8-encrypted.pem
done
quiet openssl ecparam -name prime256v1 -out ec-parameters.tmp
cat ec-parameters.tmp ec-traditional.pem >ec-with-parameters.pem
cat rsa-pkcs8-encrypted.pem rsa-cert.pem >rsa-combined.pem
quiet openssl req -x509 -newkey ed25519 -nodes -keyout ed25519.tmp -out ed25519-cert.tmp -days $days -subj "/CN=$host"
cat ed25519.tmp ed25519-cert.tmp >ed25519.pem
quiet openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp256k1 -nodes -keyout k1.tmp -out k1-cert.tmp -days $days -subj "/CN=$host"
cat k1.tmp k1-cert.tmp >secp256k1.pem
quiet openssl x509 -in ec-cert.pem -outform der -out certificate.der
quiet openssl pkey -in ec-pkcs8.pem -outform der -out key.der

# --- PFX by OpenSSL: modern and legacy algorithms, no name, no password, several keys -----------------------------------------------------------
quiet openssl pkcs12 -export -inkey rsa-pkcs8.pem -in rsa-cert.pem -name bot -passout "pass:$store" -out openssl-modern.pfx
quiet openssl pkcs12 -export -legacy -inkey rsa-pkcs8.pem -in rsa-cert.pem -name bot -passout "pass:$store" -out openssl-legacy.pfx
quiet openssl pkcs12 -export -inkey ec-pkcs8.pem -in ec-cert.pem -passout pass: -out no-name-no-password.pfx
quiet openssl pkcs12 -export -inkey ec-pkcs8.pem -in ec-cert.pem -keypbe NONE -certpbe NONE -nomac -passout pass: -out plain.pfx
quiet openssl pkcs12 -export -nokeys -in rsa-cert.pem -passout "pass:$store" -out no-key.pfx
quiet keytool -importkeystore -srckeystore entries.jks -srcstorepass "$store" -srcalias rsa -srckeypass "$key" -destkeystore several.p12 -deststoretype PKCS12 -deststorepass "$store" -destkeypass "$store" -noprompt
quiet keytool -importkeystore -srckeystore entries.jks -srcstorepass "$store" -srcalias ec256 -srckeypass "$key" -destkeystore several.p12 -deststoretype PKCS12 -deststorepass "$store" -destkeypass "$store" -noprompt
# What no tool but Java code writes: a store whose key has a password of its own.
cat >OwnKeyPassword.java <<'JAVA'
import java.io.*;
import java.security.*;

class OwnKeyPassword {
    public static void main(String[] a) throws Exception {
        KeyStore from = KeyStore.getInstance("JKS"), to = KeyStore.getInstance("PKCS12");
        from.load(new FileInputStream("single.jks"), a[0].toCharArray());
        to.load(null, null);
        to.setKeyEntry("only", from.getKey("only", a[1].toCharArray()), a[1].toCharArray(), from.getCertificateChain("only"));
        to.store(new FileOutputStream("own-key-password.p12"), a[0].toCharArray());
    }
}
JAVA
java OwnKeyPassword.java "$store" "$key"

# --- What is refused --------------------------------------------------------------------------------------------------------------------------
quiet keytool -genkeypair -keystore refused.jceks -storetype JCEKS -storepass "$store" -alias bot -keypass "$key" -dname "CN=$host" -keyalg EC -groupname secp256r1 -validity $days
head -c 400 single.jks >truncated-jks.bin
head -c 900 openssl-modern.pfx >truncated-pkcs12.bin
head -c 400 rsa-cert.pem >truncated-pem.bin

rm -f ca.jks ./*.csr ./*.crt ./*.tmp OwnKeyPassword.java
