'use strict';
/*
 * The Lambda Runtime API, as its only client sees it: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. One invocation at a time. A
 * request for the next one is kept waiting until the kernel has one.
 *
 *   GET  /2018-06-01/runtime/invocation/next
 *   POST /2018-06-01/runtime/invocation/ID/response | /error
 *   POST /2018-06-01/runtime/init/error
 */
const http = require('http');

const VERSION = '/2018-06-01/runtime';
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, with some room for what wraps it. */
const LARGEST_RESULT = 6291556;
const LARGEST_BODY = 16 << 20;

class RuntimeApi {
  #send;
  #server;
  #waiting;
  #current;
  #ready = false;

  constructor(send) {
    this.#send = send;
    this.#server = http.createServer((request, response) => this.#serve(request, response));
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 0;
  }

  listen(host) {
    return new Promise((resolve) => {
      this.#server.listen(0, host, () => resolve(this.#server.address().port));
    });
  }

  /** Whether the program has come for its next invocation: it has nothing more to do. */
  waits() {
    return this.#waiting !== undefined;
  }

  invoke(invocation) {
    this.#current = invocation;
    const response = this.#waiting;
    this.#waiting = undefined;
    const headers = {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      // its clock is the machine's: the deadline is as far from that clock's now as the virtual one is from virtual now
      'Lambda-Runtime-Deadline-Ms': String(Math.round(Date.now() + invocation.remaining)),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    };
    if (invocation.traceHeader !== '') {
      headers['Lambda-Runtime-Trace-Id'] = invocation.traceHeader;
    }
    if (invocation.clientContext !== '') {
      headers['Lambda-Runtime-Client-Context'] = invocation.clientContext;
    }
    response.writeHead(200, headers);
    response.end(invocation.event);
  }

  #serve(request, response) {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) {
        chunks.push(chunk);
      }
    });
    request.on('end', () => this.#answer(request, response, size > LARGEST_BODY ? undefined : Buffer.concat(chunks), size));
  }

  #answer(request, response, body, size) {
    const [, kind, id, what] = /^\/2018-06-01\/runtime\/(invocation|init)\/(?:([^/]+)\/)?([^/]+)$/.exec(request.url) ?? [];
    if (request.method === 'GET' && request.url === `${VERSION}/invocation/next`) {
      this.#next(request, response);
    } else if (request.method === 'POST' && kind === 'init' && what === 'error') {
      this.#raise(request, body);
      accepted(response);
    } else if (request.method === 'POST' && kind === 'invocation' && (what === 'response' || what === 'error')) {
      this.#outcome(request, response, { id, what, body, size });
    } else {
      this.#refuse(request, response);
    }
  }

  #next(request, response) {
    if (!this.#ready) {
      this.#ready = true;
      this.#send.ready();
    }
    this.#waiting = response;
    request.socket.on('close', () => {
      if (this.#waiting === response) {
        this.#waiting = undefined;
      }
    });
  }

  #outcome(request, response, { id, what, body, size }) {
    if (this.#current?.requestId !== id) {
      refused(response, 400, 'InvalidRequestID', `no invocation \`${id}\` is under way`);
      return;
    }
    this.#current = undefined;
    if (what === 'error') {
      this.#raise(request, body);
    } else if (size > LARGEST_RESULT || body === undefined) {
      this.#send.raised('Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${LARGEST_RESULT} bytes).`, '');
      refused(response, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${LARGEST_RESULT} bytes).`);
      return;
    } else if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
      this.#send.raised('Tapedeck.NotModelled', 'the program streams its response, which is not modelled', '');
    } else {
      this.#send.returned(body.length === 0 ? 'null' : body.toString('utf8'));
    }
    accepted(response);
  }

  /** The error type is the header's where the body gives none: `category.reason`. */
  #raise(request, body) {
    let told = {};
    try {
      told = JSON.parse(body.toString('utf8')) ?? {};
    } catch (error) {
      told = { errorMessage: body === undefined ? '' : body.toString('utf8') };
    }
    const type = told.errorType ?? request.headers['lambda-runtime-function-error-type'] ?? 'Runtime.Unknown';
    const stack = Array.isArray(told.stackTrace) ? told.stackTrace.map(line).join('\n') : '';
    this.#send.raised(String(type), String(told.errorMessage ?? ''), stack);
  }

  #refuse(request, response) {
    this.#send.uncontrolled(`a request for \`${request.method} ${request.url}\`, which the Runtime API here does not have`, true);
    refused(response, 404, 'NotFound', `\`${request.method} ${request.url}\` is not modelled`);
  }
}

const line = (frame) => (typeof frame === 'string' ? frame : `${frame?.label ?? '?'} (${frame?.path ?? '?'}:${frame?.line ?? '?'})`);

function accepted(response) {
  response.writeHead(202, { 'Content-Type': 'application/json' });
  response.end('{"status":"OK"}\n');
}

function refused(response, status, errorType, errorMessage) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ errorMessage, errorType }));
}

module.exports = { RuntimeApi };
