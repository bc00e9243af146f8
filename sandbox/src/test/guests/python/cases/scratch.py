# Leaves files in /tmp, ends in the ways in which a process ends, and tells what lies there.
import os
import stat
import sys
import time


def tree():
    os.makedirs('/tmp/cache/empty')
    write('/tmp/cache/a.json', b'{"a":1}')
    write('/tmp/größe', bytes([7]) * 200_000)
    os.link('/tmp/cache/a.json', '/tmp/second-name')
    os.symlink('cache/a.json', '/tmp/to-a')
    os.symlink('/etc/hostname', '/tmp/to-outside')
    write('/tmp/run.sh', b'#!/bin/sh\n')
    os.chmod('/tmp/run.sh', 0o755)
    os.chmod('/tmp/cache/empty', 0o555)


def write(path, content):
    with open(path, 'wb') as file:
        file.write(content)


def more():
    write('/tmp/later', b'later')


def closed():
    """Files and directories that it has forbidden itself."""
    os.makedirs('/tmp/closed/inner')
    write('/tmp/closed/inner/file', b'found')
    os.chmod('/tmp/closed/inner/file', 0)
    os.chmod('/tmp/closed/inner', 0)
    os.chmod('/tmp/closed', 0o111)


def opened():
    for path in ('/tmp/closed', '/tmp/closed/inner', '/tmp/closed/inner/file'):
        os.chmod(path, 0o700)
    with open('/tmp/closed/inner/file', 'rb') as file:
        print(file.read())


def undecodable():
    write(b'/tmp/\xff\xfe', b'bytes')


def holes():
    """Says to be larger than it is, as large as all of /tmp."""
    with open('/tmp/holes', 'wb') as file:
        file.write(b'begin')
        file.seek(40 << 20)
        file.write(b'end')


def found_holes():
    with open('/tmp/holes', 'rb') as file:
        all = file.read()
    print(len(all), all[:6], all[-4:], os.statvfs('/tmp').f_blocks)


def swelling():
    """Many holes: together they say to be larger than /tmp can be."""
    for number in range(4):
        with open(f'/tmp/holes-{number}', 'wb') as file:
            file.truncate(40 << 20)


def full():
    try:
        write('/tmp/full', bytes(64 << 20))
    except OSError as error:
        print(error.strerror)


def pipe():
    os.mkfifo('/tmp/pipe')
    os.mkfifo('/tmp/closed-pipe', 0)


def crowd():
    for number in range(20_001):
        write(f'/tmp/{number}', b'')


def deep():
    os.chdir('/tmp')
    for _ in range(3000):
        os.mkdir('deep')
        os.chdir('deep')


def names():
    """One file under many names, a link to itself, links that climb."""
    write('/tmp/one', b'1')
    for number in range(500):
        os.link('/tmp/one', f'/tmp/name-{number}')
    os.symlink('loop', '/tmp/loop')
    os.symlink('../../../../../../etc', '/tmp/up')


def listed(directory):
    lines = []
    for name in os.listdir(directory):
        path = f'{directory}/{name}'
        stats = os.lstat(path)
        if stat.S_ISDIR(stats.st_mode):
            kind = 'directory'
        elif stat.S_ISLNK(stats.st_mode):
            kind = f'-> {os.readlink(path)}'
        else:
            kind = f'{stats.st_size} bytes'
        links = '' if kind == 'directory' else stats.st_nlink
        lines.append(f'{ascii(path) if not path.isprintable() else path} {kind} {stat.S_IMODE(stats.st_mode):o} {links} {stats.st_mtime_ns // 1_000_000}')
        if kind == 'directory' and os.access(path, os.R_OK | os.X_OK):
            lines += listed(path)
    return lines


if os.path.exists('/tmp/init-fails'):
    os.remove('/tmp/init-fails')
    raise Exception('once more')


def handler(event, context):
    if event.get('leave'):
        globals()[event['leave']]()
    if event.get('ends') == 'exit':
        sys.exit(3)
    if event.get('ends') == 'never':
        time.sleep(3600)
    assert os.access('/tmp', os.W_OK)
    return listed('/tmp') if event.get('look', True) else None
