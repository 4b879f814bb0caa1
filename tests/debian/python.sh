# python3: a compute script, threads, subprocesses, multiprocessing, sockets, ctypes, decimal, compression.
set -eu
cat > work.py <<'P'
import asyncio, ctypes, decimal, hashlib, json, multiprocessing, os, re, signal, socket, struct, subprocess, sys, threading, zlib
def primes(n):
    sieve = bytearray([1]) * n
    for i in range(2, int(n ** .5) + 1):
        if sieve[i]: sieve[i*i::i] = bytes(len(sieve[i*i::i]))
    return sum(sieve[2:])
print(primes(100000), sum(x * x % 7 for x in range(100000)))
print(json.dumps({"a": [1, 2.5, None, True], "b": "é"}, sort_keys=True), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"))
total = []; lock = threading.Lock()
def add(n):
    for _ in range(1000):
        with lock: total.append(n)
threads = [threading.Thread(target=add, args=(n,)) for n in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]; print(len(total), sum(total))
print(subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True))
try: subprocess.run(["/no/such/program"])
except FileNotFoundError as e: print("reported", e.errno)
print(subprocess.run(["sleep", "0"]).returncode, subprocess.Popen(["sh", "-c", "kill -9 $$"]).wait())
if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    with multiprocessing.Pool(2) as pool: print(pool.map(abs, range(-5, 0)))
    a, b = socket.socketpair(); a.sendall(b"x" * 1000); print(len(b.recv(2000)))
    server = socket.create_server(("127.0.0.1", 0)); c = socket.create_connection(server.getsockname()); s, _ = server.accept(); s.sendall(b"tcp"); print(c.recv(10))
    got = []; signal.signal(signal.SIGUSR1, lambda n, f: got.append(n)); os.kill(os.getpid(), signal.SIGUSR1); print(got)
    print(ctypes.CDLL(None).abs(-7), struct.pack("<dI", 1.5, 7).hex(), decimal.Decimal(2).sqrt(), 2 ** 500 % 10 ** 20, 0.1 + 0.2, float("1e308") * 10)
    print(hashlib.sha256(b"abc").hexdigest()[:16], zlib.crc32(b"hello"), len(zlib.compress(b"a" * 100000)))
    async def task(n): await asyncio.sleep(0.01); return n
    async def gather(): return await asyncio.gather(*(task(n) for n in range(5)))
    print(asyncio.run(gather())); sys.exit(4)
P
python3 work.py || echo "exit $?"
python3 -c 'import math; print(math.gamma(5.5), math.fsum([.1]*10), math.erf(.5), math.sin(1e22), math.pow(2, .5), math.fma(2.0, 3.0, 1.0))'
echo 'print(6 * 7)' | python3 -; python3 -c 'raise SystemExit("last words")' || echo "exit $?"; python3 -c 'import os; os.abort()' || echo "exit $?"
python3 -m venv --without-pip v && v/bin/python -c 'import sys; print(sys.prefix != sys.base_prefix)'
