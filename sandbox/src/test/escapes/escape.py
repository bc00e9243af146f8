"""One attempt to get out. Prints `escaped` where it worked, else what stopped it. With and without a fence the same program runs."""
import ctypes
import os
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def system_call(number, *arguments):
    if libc.syscall(ctypes.c_long(number), *arguments) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def tcp(port):
    socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()


def udp(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"out", ("127.0.0.1", int(port)))


def unix(path):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)


def netlink():
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()


def socketpair():
    socket.socketpair()


def read(path):
    with open(path, "rb") as file:
        file.read(1)


def write(path):
    with open(path, "ab"):
        pass


def create(directory):
    path = os.path.join(directory, "escaped")
    with open(path, "wb"):
        pass
    os.unlink(path)


def see(pid):
    os.stat("/proc/" + pid)


def signal(pid):
    os.kill(int(pid), 0)


def variable(name):
    """In any environment that can be read, not only in one's own."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/environ" % pid, "rb") as file:
                if name.encode() in file.read():
                    return
        except OSError:
            continue
    raise LookupError("in no environment")


def descriptor(path):
    """Some open descriptor that is the file."""
    wanted = os.stat(path) if os.path.exists(path) else None
    for name in os.listdir("/proc/self/fd"):
        try:
            found = os.fstat(int(name))
        except OSError:
            continue
        if wanted is None and found.st_size == 4242 or wanted is not None and os.path.samestat(found, wanted):
            return
    raise OSError("not among the descriptors")


def namespace():
    system_call(272, 0x10000000)


def cloned_namespace():
    system_call(56, 0x10000000 | 17, 0, 0, 0, 0)


def clone3():
    system_call(435, 0, 0)


def mount():
    if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) != 0:
        raise OSError(ctypes.get_errno(), "mount")
    libc.umount2(b"/tmp", 2)


def trace():
    system_call(101, 0, 0, 0, 0)


def keys():
    system_call(248, b"user", b"escape", b"x", 1, -3)


def ring():
    system_call(425, 1, ctypes.create_string_buffer(256))


def root():
    if os.getuid() == 0 or "CapEff:\t0000000000000000" not in open("/proc/self/status").read():
        return
    os.setuid(0)


try:
    globals()[sys.argv[1]](*sys.argv[2:])
    outcome = "escaped"
except Exception as error:  # noqa: BLE001: whatever stopped it is the outcome
    outcome = "%s: %s" % (type(error).__name__, error)
os.write(4, outcome.encode())
