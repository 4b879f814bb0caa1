# gcc and g++ compile, assemble, link; make drives them; the results run.
set -eu
cat > hello.c <<'C'
#include <stdio.h>
#include <math.h>
int square(int);
int main(int argc, char **argv) { printf("hello %d %.3f %s\n", square(12), sqrt(2.0), argc > 1 ? argv[1] : "-"); return argc; }
C
echo 'int square(int x) { return x * x; }' > square.c
printf 'hello: hello.o square.o\n\tgcc -o $@ $^ -lm\n%%.o: %%.c\n\tgcc -O2 -c -o $@ $<\n' > Makefile
make -s -j2; ./hello there || echo "exit $?"
gcc -O2 -static -o hello-static hello.c square.c -lm; ./hello-static || echo "exit $?"
gcc -O2 -S -o - square.c | grep -c 'square:'; gcc -shared -fPIC -o libsquare.so square.c; gcc -o dynamic hello.c -L. -lsquare -lm; LD_LIBRARY_PATH=. ./dynamic || echo "exit $?"
cat > sort.cc <<'C'
#include <algorithm>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
int main() {
    std::vector<int> v; unsigned x = 1; for (int i = 0; i < 100000; i++) v.push_back((x = x * 1103515245 + 12345) >> 8);
    std::thread t([&] { std::sort(v.begin(), v.end()); }); t.join();
    std::map<std::string, int> m; for (int n : v) m[std::to_string(n % 10)]++;
    for (auto &[k, n] : m) std::cout << k << ":" << n << " ";
    try { throw std::runtime_error("thrown"); } catch (const std::exception &e) { std::cout << e.what() << std::endl; }
}
C
g++ -O1 -o sort sort.cc -pthread; ./sort
echo 'int main(void) { return undeclared; }' | gcc -x c - 2>&1 | grep -c 'undeclared'; nm hello.o | grep -c ' T main'; strip hello; ./hello || true
