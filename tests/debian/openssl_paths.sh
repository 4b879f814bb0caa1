# Every cipher and digest of libcrypto, at lengths around the edges of unrolled loops, in two parts, encrypted and decrypted: the
# results are those of the x86-64 library, whichever of the guest's assembly runs.
set -eu
cat > all.py <<'PYTHON'
import ctypes, hashlib, sys
C = ctypes.CDLL("libcrypto.so.3")
for n in "EVP_CIPHER_CTX_new EVP_CIPHER_get0_name EVP_MD_get0_name EVP_CIPHER_fetch EVP_MD_fetch EVP_MD_CTX_new EVP_MAC_fetch OSSL_PROVIDER_load".split(): getattr(C, n).restype = ctypes.c_void_p
P, I = ctypes.c_void_p, ctypes.c_int
def names(each, name):
    out = []
    @ctypes.CFUNCTYPE(None, P, P)
    def f(obj, arg):
        C_name = getattr(C, name); C_name.restype = ctypes.c_char_p
        out.append(C_name(P(obj)).decode())
    getattr(C, each)(None, f, None)
    return sorted(set(out))
for p in b"default", b"legacy": C.OSSL_PROVIDER_load(None, p)
data = b"".join(hashlib.sha512(bytes([i, 7])).digest() for i in range(256)) * 2
lengths = [0, 1, 15, 16, 17, 33, 48, 63, 64, 65, 96, 127, 129, 192, 255, 257, 384, 511, 513, 777, 1040, 2051, 4099]
# All of them by name once; then those that have more than one assembly.
listed = len(sys.argv) > 1
def of_interest(name):
    return listed or name.startswith(("AES", "SM", "ChaCha", "SHA", "KECCAK"))
def cipher(name, n, encrypt, text, tag):
    c = C.EVP_CIPHER_fetch(None, name.encode(), None)
    ctx = P(C.EVP_CIPHER_CTX_new())
    mode = C.EVP_CIPHER_get_mode(P(c)); flags = 0
    keylen, ivlen = C.EVP_CIPHER_get_key_length(P(c)), C.EVP_CIPHER_get_iv_length(P(c))
    key, iv = data[100:100 + keylen], data[900:900 + max(ivlen, 16)]
    C.EVP_CIPHER_CTX_set_flags(ctx, 1)
    ok = [C.EVP_CipherInit_ex(ctx, P(c), None, None, None, encrypt)]
    wrap, ccm, aead = mode == 0x10002, mode == 7, name.endswith(("GCM", "CCM", "OCB", "SIV", "Poly1305"))
    got = ctypes.c_int(0)
    if aead and not encrypt: ok.append(C.EVP_CIPHER_CTX_ctrl(ctx, 0x11, len(tag), ctypes.create_string_buffer(tag, len(tag))))
    elif ccm: C.EVP_CIPHER_CTX_ctrl(ctx, 0x11, 16, None)
    ok.append(C.EVP_CipherInit_ex(ctx, None, None, key, iv, encrypt))
    if ccm: C.EVP_CipherUpdate(ctx, None, ctypes.byref(got), None, len(text))
    if aead: ok.append(C.EVP_CipherUpdate(ctx, None, ctypes.byref(got), data[50:83], 33))
    out = ctypes.create_string_buffer(n + 256); total = 0
    # In two parts where the mode allows it: the second one starts in the middle of a block.
    cut = 0 if ccm or wrap or name.endswith(("XTS", "SIV", "CTS")) else n * 2 // 7
    for part in ([text[:cut], text[cut:]] if cut else [text]):
        ok.append(C.EVP_CipherUpdate(ctx, ctypes.byref(out, total), ctypes.byref(got), part, len(part))); total += got.value
    if not (ccm and not encrypt):
        ok.append(C.EVP_CipherFinal_ex(ctx, ctypes.byref(out, total), ctypes.byref(got))); total += got.value
    tag = ctypes.create_string_buffer(16)
    if aead and encrypt: ok.append(C.EVP_CIPHER_CTX_ctrl(ctx, 0x10, 16, tag))
    C.EVP_CIPHER_CTX_free(ctx); C.EVP_CIPHER_free(P(c))
    return all(o == 1 for o in ok), out.raw[:total], tag.raw
def digest(name, n):
    ctx = P(C.EVP_MD_CTX_new()); md = P(C.EVP_MD_fetch(None, name.encode(), None))
    ok = C.EVP_DigestInit_ex(ctx, md, None)
    for part in data[:n // 3], data[n // 3:n]: C.EVP_DigestUpdate(ctx, part, len(part))
    out = ctypes.create_string_buffer(64); size = ctypes.c_uint(0)
    if name.startswith(("SHAKE", "KECCAK-KMAC")): ok &= C.EVP_DigestFinalXOF(ctx, out, 64); size.value = 64
    else: ok &= C.EVP_DigestFinal_ex(ctx, out, ctypes.byref(size))
    C.EVP_MD_CTX_free(ctx); C.EVP_MD_free(md)
    return out.raw[:size.value] if ok else b"refused"
for f in "EVP_CIPHER_CTX_set_flags EVP_CIPHER_CTX_free EVP_CIPHER_free EVP_MD_CTX_free EVP_MD_free EVP_CIPHER_do_all_provided".split(): getattr(C, f).restype = None
everything = hashlib.md5()
def show(name, parts, note=""):
    line = f"{name} {hashlib.md5(b''.join(len(p).to_bytes(4) + p for p in parts)).hexdigest()[:12]}{note}"
    everything.update(line.encode())
    if listed: print(line)
# x86 alone stitches CBC and HMAC together; DES3-WRAP takes a random initialisation vector.
for name in names("EVP_CIPHER_do_all_provided", "EVP_CIPHER_get0_name"):
    if "CBC-HMAC" in name or name == "DES3-WRAP" or not of_interest(name): continue
    parts, back = [], 0
    for n in lengths:
        ok, sealed, tag = cipher(name, n, 1, data[:n], b"")
        parts += [sealed, tag] if ok else [b"refused"]
        if ok:
            again, opened, _ = cipher(name, len(sealed), 0, sealed, tag)
            back += again and opened == data[:n]
    show(name, parts, f" {back} decrypted")
for name in names("EVP_MD_do_all_provided", "EVP_MD_get0_name"):
    if of_interest(name): show(name, [digest(name, n) for n in lengths])
print("all", everything.hexdigest())
PYTHON
python3 all.py names | tee first
# What the processor of the guest has is cut down, or up to what another one prefers: other loops run. Variables of other
# processors change nothing. aarch64: nothing, NEON, AES with SHA-256, and with SHA-512; loops unrolled eight times with EOR3,
# twelve times, SHA-3's instructions.
for paths in 0/rv64gc 1/rv64gc_zbb 0x3d/rv64gc_zba_zbb_zbc 0x7d/rv64gc_zba_zbb_zbs_zbkb_zbkx 0x9ffd/rv64gc_zbb_zbkb_zknd_zkne 0x11ffd/rv64gc_zbb_zbc_zbkb_zknh_zksed_zksh; do
  printf '%s ' "$paths"
  OPENSSL_armcap=${paths%/*} OPENSSL_riscvcap=${paths#*/} python3 all.py
done
