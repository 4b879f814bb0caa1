# redis-server answers redis-cli over a unix socket and TCP, persists, and shuts down.
set -eu
redis-server --port 0 --unixsocket "$PWD/s" --daemonize no --save '' --dir . > server.log 2>&1 & server=$!
for i in $(seq 100); do redis-cli -s s ping > /dev/null 2>&1 && break; sleep 0.1; done
cli() { redis-cli -s s "$@"; }
cli ping; cli set key value; cli get key; cli incr n; cli incrby n 41; cli lpush l a b c; cli lrange l 0 -1
cli hset h f 1 g 2; cli hgetall h; cli zadd z 1 one 2 two 1.5 middle; cli zrange z 0 -1 withscores; cli sadd s x y x; cli scard s
cli setex gone 100 x > /dev/null; cli ttl gone; cli eval 'local s = 0; for i = 1, 10000 do s = s + i end; return s' 0
for i in $(seq 200); do echo "set k$i v$i"; done | redis-cli -s s --pipe | tail -n 1; cli dbsize
redis-benchmark -s s -q -n 2000 -c 4 -t set,get > bench.log && echo benchmark; cli save; cli type h
cli subscribe channel > sub.log & sub=$!; sleep 0.5; cli publish channel hello; sleep 0.3; kill $sub; grep -c hello sub.log
cli shutdown nosave || true; wait $server; echo "server $?"; ls dump.rdb
