# What a program can learn about where it runs.
import getpass
import os
import platform
import pwd
import resource
import socket
import sys


def handler(event, context):
    return {
        'host': [socket.gethostname(), platform.node(), socket.getfqdn()], 'uname': list(os.uname()), 'platform': [platform.system(), platform.release(), platform.platform(), platform.processor()],
        'ids': [os.getpid(), os.getppid(), os.getuid(), os.getgid(), os.geteuid()], 'cpus': [os.cpu_count(), sorted(os.sched_getaffinity(0)), os.sysconf('SC_NPROCESSORS_ONLN')],
        'memory': os.sysconf('SC_PHYS_PAGES'), 'load': os.getloadavg(), 'user': [getpass.getuser(), pwd.getpwuid(os.getuid()).pw_dir],
        'usage': list(resource.getrusage(resource.RUSAGE_SELF)), 'argv': sys.argv, 'executable': sys.executable, 'environment': dict(os.environ), 'cwd': os.getcwd(),
        'context': repr(context), 'path': sys.path[0], 'main': sys.modules['__main__'].__name__,
    }
