# numpy: a program of vector loops with exact answers, then the tests of its core that the package brings.
set -eu
python3 - <<'PYTHON'
import io, contextlib, hashlib, numpy as np
with contextlib.redirect_stdout(io.StringIO()) as text, contextlib.redirect_stderr(text):
    np.show_config()
print("configuration", "SIMD Extensions" in text.getvalue())
rng = np.random.Generator(np.random.PCG64(7))
def show(name, array):
    print(name, hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16])
n = 10007
for kind in "bBhHiIlLqQ":
    a, b = (rng.integers(0, 120, n).astype(kind) for _ in range(2))
    for name in "add subtract multiply floor_divide remainder bitwise_xor left_shift maximum minimum equal less".split():
        with np.errstate(all="ignore"):
            show(kind + " " + name, getattr(np, name)(a, b % 7 if "shift" in name else b))
    print(kind, a.sum(), a.min(), a.max(), a.argmax(), np.sort(a)[n // 3], np.count_nonzero(a == 5))
for kind in "efd":
    a, b = (rng.integers(-999, 999, n).astype(kind) for _ in range(2))
    for name in "add subtract multiply divide maximum minimum less_equal not_equal copysign fmod".split():
        with np.errstate(all="ignore"):
            result = getattr(np, name)(a, b)
        show(kind + " " + name, np.where(np.isnan(result), 0, result) if result.dtype.kind == "f" else result)
    for name in "sqrt absolute negative floor ceil trunc rint square reciprocal signbit isfinite isnan".split():
        with np.errstate(all="ignore"):
            result = getattr(np, name)(np.abs(a))
        show(kind + " " + name, np.where(np.isnan(result), 0, result) if result.dtype.kind == "f" else result)
    print(kind, a[:500].sum(dtype="d"), a.min(), a.max(), a.argmin(), np.sort(a)[n // 2], np.median(a))
    for other in "bhilBHILfde":
        show(kind + " to " + other, np.abs(a % 100).astype(other))
m = rng.integers(-50, 50, (64, 64))
for kind in "ilfd":
    show("matmul " + kind, m.astype(kind) @ m.T.astype(kind))
print("fft is close", np.allclose(np.fft.ifft(np.fft.fft(m)).real, m))
print("inverse is close", np.allclose(np.linalg.inv(m) @ m, np.eye(64), atol=1e-6))
show("sorted", np.sort(rng.random(n)))
print(np.einsum("ij,jk->", m, m))
PYTHON
tests=/usr/lib/python3/dist-packages/numpy/_core/tests
for name in simd simd_module half numeric ufunc conversion_utils indexing; do
  python3 -m pytest -q -p no:cacheprovider -x $tests/test_$name.py > log 2>&1 && echo "$name ok" || { echo "$name fails"; tail -n 30 log; }
done
