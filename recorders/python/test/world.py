"""Everything round a recorded function, on loopback: a collector that keeps what it is sent, a dependency that answers as a test tells it to, and the
function in a process of its own.
"""
import json
import os
import subprocess
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent


class Received:
    """A request that arrived; `headers` are by lower-case name."""

    def __init__(self, handler):
        self.method, self.url = handler.command, handler.path
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body = handler.rfile.read(int(self.headers.get('content-length', 0))) if 'chunked' not in self.headers.get('transfer-encoding', '') else chunks(handler)


def chunks(handler):
    content = b''
    while size := int(handler.rfile.readline(), 16):
        content += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return content


class Answer:
    """How a test answers: `send(status, headers, body)`, or whatever it writes to `stream` itself."""

    def __init__(self, handler):
        self._handler, self.stream = handler, handler.wfile

    def send(self, body=b'', status=200, headers=()):
        body = body.encode() if isinstance(body, str) else body
        self._handler.send_response(status)
        for name, value in dict(headers).items():
            self._handler.send_header(name, value)
        self._handler.send_header('content-length', str(len(body)))
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def begin(self, headers):
        self._handler.send_response(200)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()


def listen(serve):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        disable_nagle_algorithm = True

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def do_POST(self):
            serve(Received(self), Answer(self))

        do_GET = do_PUT = do_HEAD = do_POST

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128
        block_on_close = False

        def handle_error(self, *args):
            pass

    server = Server(('127.0.0.1', 0), Handler)
    threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True).start()
    return server


def value(any_value):
    if 'arrayValue' in any_value:
        return [value(item) for item in any_value['arrayValue'].get('values', [])]
    if 'intValue' in any_value:
        return int(any_value['intValue'])
    return next(iter(any_value.values()))


def named(attributes=()):
    return {one['key']: value(one['value']) for one in attributes}


class World(unittest.TestCase):

    def setUp(self):
        self.spans, self.logs, self.received = [], [], []
        self.answer = lambda request, answer: answer.send('{}')
        self.collect = lambda answer: answer.send('{}', headers={'content-type': 'application/json'})
        self.collector, self.dependency = listen(self._collect), listen(self._serve)
        self.url = f'http://127.0.0.1:{self.dependency.server_port}'
        for server in (self.collector, self.dependency):
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)

    def _collect(self, request, answer):
        sent = json.loads(request.body)
        for one in sent.get('resourceSpans', []):
            resource = named(one['resource']['attributes'])
            for scope in one['scopeSpans']:
                self.spans += [span | {'resource': resource, 'attributes': named(span.get('attributes', []))} for span in scope['spans']]
        for one in sent.get('resourceLogs', []):
            self.logs += [record for scope in one['scopeLogs'] for record in scope['logRecords']]
        self.collect(answer)

    def _serve(self, request, answer):
        self.received.append(request)
        self.answer(request, answer)

    def run_function(self, handler, events, env=(), recorded=True):
        """The outcomes of the events, what was written to standard error, and all lines of standard output."""
        own = {'_HANDLER': 'tapedeck_recorder.handler', 'TAPEDECK_HANDLER': handler} if recorded else {'_HANDLER': handler}
        done = subprocess.run(
            [sys.executable, str(HERE / 'runtime.py')], capture_output=True, text=True, timeout=300,
            env={
                'PATH': os.environ['PATH'],
                'PYTHONPATH': os.pathsep.join([str(HERE.parent), *sys.path]),
                'EVENTS': json.dumps([one if 'event' in one else {'event': one} for one in events]),
                'DEPENDENCY': self.url,
                'OTEL_EXPORTER_OTLP_ENDPOINT': f'http://127.0.0.1:{self.collector.server_port}',
                'LAMBDA_TASK_ROOT': str(HERE / 'functions'),
                'AWS_LAMBDA_FUNCTION_NAME': 'probe',
                'AWS_LAMBDA_FUNCTION_VERSION': '7',
                'AWS_LAMBDA_FUNCTION_MEMORY_SIZE': '128',
                'AWS_LAMBDA_LOG_STREAM_NAME': '2026/11/21/[7]abc',
                'AWS_REGION': 'eu-west-1',
                **own, **dict(env),
            })
        self.errors, self.lines = done.stderr, done.stdout.split('\n')
        outcomes = [json.loads(line[8:]) for line in self.lines if line.startswith('outcome ')]
        self.assertEqual(len(outcomes), len(events) * int(dict(env).get('REPEAT', '1')), done.stderr)
        return outcomes

    def invocation(self, index=0):
        return [span for span in self.spans if 'faas.invocation_id' in span['attributes']][index]

    def calls(self):
        """The call spans, in the order of their ordinals."""
        spans = [span for span in self.spans if 'tapedeck.call.ordinal' in span['attributes']]
        return sorted(spans, key=lambda span: span['attributes']['tapedeck.call.ordinal'])
