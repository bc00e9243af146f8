"""What a program can learn about its machine is the same on every machine. The values are those of a small Lambda sandbox; a control test changes them one
by one through the greeting's `constants`. Python's version and the processor's architecture stay as they are: they decide what code runs.
"""
import os
import sys

from tapedeck_guest import imports
from tapedeck_guest.real import builtin

DEFAULTS = {
    'hostname': '169.254.10.1', 'release': '5.10.0', 'version': '#1 SMP', 'cpus': 2, 'pid': 8, 'ppid': 1, 'user': 'sbx_user1051', 'uid': 993, 'gid': 990,
}
MIB = 1 << 20
EXECUTABLE = '/var/lang/bin/python' + '.'.join(map(str, sys.version_info[:2]))


def _constantly(value):
    return builtin(lambda *_, **__: value)


def _replace_os(constants, memory):
    machine = os.uname().machine
    cpus = int(constants['cpus'])
    uid, gid = int(constants['uid']), int(constants['gid'])
    name = os.uname_result(('Linux', constants['hostname'], constants['release'], constants['version'], machine))
    values = {
        'uname': name, 'cpu_count': cpus, 'process_cpu_count': cpus, 'sched_getaffinity': set(range(cpus)), 'getloadavg': (0.0, 0.0, 0.0),
        'getpid': int(constants['pid']), 'getppid': int(constants['ppid']), 'getpgid': 1, 'getpgrp': 1, 'getsid': 1, 'getuid': uid, 'geteuid': uid,
        'getgid': gid, 'getegid': gid, 'getgroups': [gid], 'getresuid': (uid,) * 3, 'getresgid': (gid,) * 3, 'getlogin': constants['user'],
        'getpriority': 0, 'ctermid': '/dev/tty',
    }
    for function, value in values.items():
        if hasattr(os, function):
            setattr(os, function, _constantly(value))
    _replace_limits(cpus, memory)


def _replace_limits(cpus, memory):
    sysconf = os.sysconf
    known = {'SC_NPROCESSORS_ONLN': cpus, 'SC_NPROCESSORS_CONF': cpus, 'SC_PHYS_PAGES': memory // 4096, 'SC_AVPHYS_PAGES': memory // 8192}
    os.sysconf = builtin(lambda name: known[name] if name in known else sysconf(name))
    blocks = os.statvfs("/tmp").f_blocks
    statvfs = os.statvfs_result((4096, 4096, blocks, blocks, blocks, 131072, 131072, 131072, 0, 255))
    os.statvfs = os.fstatvfs = _constantly(statvfs)


def _patch_socket(constants):
    import _socket
    _socket.gethostname = _constantly(constants['hostname'])


def _patch_platform(module):
    """Asking for the processor's name would start a process."""
    module._Processor.get = _constantly('')
    module.libc_ver = lambda executable=None, lib='', version='', chunksize=0: ('glibc', '2.34')
    module.freedesktop_os_release = lambda: {'NAME': 'Amazon Linux', 'ID': 'amzn', 'VERSION_ID': '2023', 'PRETTY_NAME': 'Amazon Linux 2023'}


def _patch_resource(memory):
    def patch(module):
        nothing = module.struct_rusage((0.0, 0.0, memory // 4096) + (0,) * 13)
        module.getrusage = _constantly(nothing)
    return patch


def _patch_pwd(constants):
    def patch(module):
        user = module.struct_passwd((constants['user'], 'x', int(constants['uid']), int(constants['gid']), '', '/home/' + constants['user'], '/sbin/nologin'))
        module.getpwuid = module.getpwnam = _constantly(user)
        module.getpwall = _constantly([user])
    return patch


def install(greeting):
    constants = {**DEFAULTS, **greeting['constants']}
    memory = greeting['memoryMegabytes'] * MIB
    _replace_os(constants, memory)
    _patch_socket(constants)
    sys.executable = sys._base_executable = EXECUTABLE
    sys.argv = ['/var/runtime/bootstrap.py']
    sys.orig_argv = [EXECUTABLE, '/var/runtime/bootstrap.py']
    imports.when('platform', _patch_platform)
    imports.when('resource', _patch_resource(memory))
    imports.when('pwd', _patch_pwd(constants))
