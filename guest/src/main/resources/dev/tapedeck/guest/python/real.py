"""What the hooks themselves need of the real machine, taken before any of it is replaced."""
import _thread
import posix
import time

allocate_lock = _thread.allocate_lock
get_ident = _thread.get_ident
start_new_thread = _thread.start_new_thread
start_joinable_thread = getattr(_thread, 'start_joinable_thread', None)
set_sentinel = getattr(_thread, '_set_sentinel', None)
read = posix.read
write = posix.write
exit = posix._exit
stat = posix.stat
lstat = posix.lstat
listdir = posix.listdir
time_ns = time.time_ns

# A function of ours in the place of one written in C: like that one it stays as it is where a class holds it.
builtin = staticmethod
