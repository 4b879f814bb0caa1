# OpenSSL's ciphers, digests, codes and signatures: known answers, natively from x86-64's assembly, here from the guest's.
set -eu
# The paths for a processor with everything, and those for one without: the variables of other processors change nothing.
case $(uname -m) in
  aarch64) capabilities=$(openssl info -cpusettings | sed 's/.*=//'); active=$(((capabilities & 0x3d) == 0x3d)) ;; # NEON, AES, SHA1, SHA256, PMULL
  *) active=1 ;;
esac
echo "optimised paths $active"
head -c 100007 /dev/zero | openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv 0123456789abcdef0123456789abcdef > data
key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
digests="BLAKE2b512 BLAKE2s256 MD4 MD5 MD5-SHA1 RIPEMD160 SHA1 SHA224 SHA256 SHA384 SHA512 SHA512-224 SHA512-256
  SHA3-224 SHA3-256 SHA3-384 SHA3-512 SM3 WHIRLPOOL"
legacy="-provider legacy -provider default"
all_digests() {
  for digest in $digests; do
    printf '%s %s\n' "$digest" "$(openssl dgst $legacy -r -"$digest" data | cut -c1-40)"
  done
}
all_digests | tee first
OPENSSL_armcap=1 OPENSSL_riscvcap=rv64gc all_digests | cmp - first && echo 'the same without extensions'
openssl enc $legacy -list | grep -oE '[-]([a-z0-9]+-[-a-z0-9]*(cbc|ctr|ecb|cfb|cfb8|cfb1|ofb)|chacha20|rc4)\b' | sort -u > ciphers
while read -r cipher; do
  iv=(); case $cipher in *ecb | *rc4*) ;; *) iv=(-iv 0f0e0d0c0b0a09080706050403020100) ;; esac
  openssl enc $legacy "$cipher" -K $key "${iv[@]}" -in data -out encrypted 2> errors
  openssl enc $legacy -d "$cipher" -K $key "${iv[@]}" -in encrypted 2> errors | cmp - data
  printf '%s %s\n' "$cipher" "$(openssl sha1 -r encrypted | cut -c1-20)"
done < ciphers
mac() { printf '%s %s\n' "$*" "$(openssl mac "${@:2}" -in data "$1")"; }
for size in 32 48 64; do
  for cipher in 128 192 256; do
    [ $size != $((cipher / 4)) ] || mac GMAC -cipher AES-$cipher-GCM -macopt hexkey:${key:0:$size} -macopt hexiv:0123456789abcdef01234567
    [ $size != $((cipher / 4)) ] || mac CMAC -cipher AES-$cipher-CBC -macopt hexkey:${key:0:$size}
  done
done
mac HMAC -digest SHA256 -macopt hexkey:$key
mac POLY1305 -macopt hexkey:$key
mac SIPHASH -macopt hexkey:${key:0:32}
mac KMAC-256 -macopt hexkey:$key -macopt size:32
# Keys of fixed bytes: an Ed25519 signature and an X25519 agreement are the same everywhere.
der() { printf "$(sed 's/../\\x&/g' <<< "302e020100300506032b65$1$key" | tr -d '\n')"; }
der 7004220420 > ed.der; der 6e04220420 > x.der
openssl pkeyutl -sign -rawin -inkey ed.der -keyform DER -in data | sha256sum | cut -c1-20
openssl pkey -in x.der -inform DER -pubout -out x.pub
openssl pkeyutl -derive -inkey x.der -keyform DER -peerkey x.pub | sha256sum | cut -c1-20
# Random keys: what one operation makes, the other accepts, and nothing else.
for kind in "RSA -pkeyopt rsa_keygen_bits:1024" "EC -pkeyopt ec_paramgen_curve:P-256" "EC -pkeyopt ec_paramgen_curve:P-384" ED448; do
  openssl genpkey -algorithm $kind -out key 2> errors
  openssl pkey -in key -pubout -out public
  head -c 32 data > short; head -c 32 first > other
  openssl pkeyutl -sign -rawin -inkey key -in short -out signature
  echo "$kind: $(openssl pkeyutl -verify -rawin -pubin -inkey public -in short -sigfile signature)," \
    "$(openssl pkeyutl -verify -rawin -pubin -inkey public -in other -sigfile signature 2> errors || true)"
done
openssl prime $(openssl prime -generate -bits 256) | sed 's/.* is/a prime is/'
