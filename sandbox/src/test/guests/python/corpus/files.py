# Files: times, inodes, owners, orders, temporary names.
import os
import pathlib
import shutil
import tempfile
import time


def described(path):
    stats = os.stat(path)
    return [stats.st_mtime, stats.st_ino, stats.st_dev, stats.st_uid, stats.st_size, stats.st_nlink]


def handler(event, context):
    directory = tempfile.mkdtemp()
    for name in ('c', 'a', 'b'):
        time.sleep(1)
        pathlib.Path(directory, name).write_text(name)
    listed = [os.listdir(directory), [entry.name for entry in os.scandir(directory)], sorted(os.walk(directory)),
              [path.name for path in pathlib.Path(directory).iterdir()]]
    with os.scandir(directory) as entries:
        inodes = [entry.inode() for entry in entries]
    stats = [described(pathlib.Path(directory, name)) for name in 'abc']
    own = [described(path) for path in (__file__, '/', '/tmp', '/var', '/dev')]
    shutil.rmtree(directory)
    with tempfile.TemporaryFile() as file:
        file.write(b'x')
        size = os.fstat(file.fileno()).st_size
    return {'directory': directory, 'listed': listed, 'inodes': inodes, 'stats': stats, 'own': own, 'size': size, 'disk': list(shutil.disk_usage('/tmp'))}
