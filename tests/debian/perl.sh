# Perl: hashes, regular expressions, sorting, packing, processes, modules.
set -eu
perl -MList::Util=sum,shuffle -MPOSIX=floor -e '
  my %h; $h{$_ % 17} += $_ for 1..50000; print join(",", map {"$_=$h{$_}"} sort {$a <=> $b} keys %h), "\n";
  my $t = "x1y22z333" x 1000; my $n = () = $t =~ /(\d+)/g; print "$n\n";
  print join(" ", unpack("N n C a3", pack("N n C a3", 0xdeadbeef, 65535, 255, "abc"))), "\n";
  print sum(map { $_ ** 2 } 1..100), " ", floor(-2.5), "\n";
  sub fact { my $n = shift; $n <= 1 ? 1 : $n * fact($n - 1) } print fact(20), "\n"; printf "%.10f %e\n", exp(1), 1/3;
  local $SIG{ALRM} = sub { die "alarm\n" }; eval { alarm 1; select(undef, undef, undef, 5); }; print "caught $@";
  my $pid = fork; if (!$pid) { exit 7 } waitpid $pid, 0; print $? >> 8, "\n"; print `echo from a shell`;
  $_ = "The quick brown fox"; tr/a-z/A-Z/; print "$_\n"; print scalar reverse("abc"), "\n"; print sprintf("%vd", "1.22.333"), "\n";
  my @s = sort { $a->[1] <=> $b->[1] || $a->[0] cmp $b->[0] } map { [$_, length] } qw(pear fig apple kiwi); print join(" ", map { $_->[0] } @s), "\n";'
perl -MDigest::SHA=sha256_hex -MTime::Local -MJSON::PP -e 'print sha256_hex("abc"), "\n", timegm(0,0,0,1,0,100), "\n", JSON::PP->new->canonical->encode({b=>[1,2],a=>"x"}), "\n"'
perl -Mthreads -e 'my @t = map { my $n = $_; threads->create(sub { my $s = 0; $s += $_ for 1..$n*1000; $s }) } 1..4; print join(",", map { $_->join } @t), "\n"'
