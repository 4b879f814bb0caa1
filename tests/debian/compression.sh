# Compressors there and back, with sums of what they wrote.
set -eu
seq 1 60000 > data; sum=$(md5sum < data)
for tool in gzip bzip2 xz zstd; do
  $tool -k -q data; rm -f copy
  file=$(ls data.*); $tool -dc "$file" > copy
  [ "$(md5sum < copy)" = "$sum" ] && echo "$tool ok"
  rm "$file"
done
gzip -9nc data | wc -c; bzip2 -9c data | md5sum
tar cf - data | xz -T2 -1 | tar xJOf - | md5sum | cut -c1-8
