"""A program that means to stay: twice forked, in a session of its own, deaf to whoever asks it to go. Says its number when it has settled."""
import os
import signal

said, heard = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
        signal.signal(name, signal.SIG_IGN)
    os.write(heard, str(os.getpid()).encode())
    os.close(heard)
    while True:
        signal.pause()
os.close(heard)
os.write(4, os.read(said, 16) + b"\n")
while True:
    signal.pause()
