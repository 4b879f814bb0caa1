# Interpreters besides python and perl: lua, ruby, dash.
set -eu
lua -e 'local t = {} for i = 1, 100000 do t[i % 100] = (t[i % 100] or 0) + i end print(t[7], ("x"):rep(3), string.format("%.3f", math.pi), #arg) local co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) print(co(), co(), co()) print(pcall(error, "e"))'
ruby -e 'puts (1..20000).select { |n| n % 7 == 0 }.sum; puts %w[pear fig apple].sort_by(&:size).inspect; puts [1, 2, 3].each_slice(2).to_a.inspect; puts 2**100; puts "abc".gsub(/b/) { |m| m.upcase }; t = Thread.new { 42 }; puts t.value; puts `echo shell`; begin; raise "x"; rescue => e; puts e.message; end; f = Fiber.new { Fiber.yield 1; 2 }; puts f.resume, f.resume'
dash -c 'i=0; while [ $i -lt 5000 ]; do i=$((i + 1)); done; echo $i; set -- a b c; shift; echo "$@" $#; case abc in a*) echo match;; esac; trap "echo bye" EXIT'
file -b --mime-type /bin/sh; hostname > /dev/null && echo hostname
