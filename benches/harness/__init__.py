"""What scripts/bench is made of: the machines that are compared, what they are given to do, and the report.

machines    native, qemu-user, ours
kernels     static programs of benches/guest, which time themselves
starts      whole processes, found under -L
workloads   Debian's programs at usual work, the table and its files
rooted      a machine inside an unpacked root, where workloads run
report      the table, the JSON file, the comparison with an earlier one, the plot
"""
