'use strict';
/*
 * The first code that runs in a proxied guest: a program in any language that speaks the Lambda Runtime API. This bridge is its whole world. It
 * serves the Runtime API and a proxy on the loopback of the fence's own network namespace, starts the program's `bootstrap`, and speaks to the
 * kernel as a hooked guest does (channel.js). Clock and entropy of the program are the machine's: it says of every segment that it may have used both.
 *
 *   kernel <--channel--> bridge <--HTTP, loopback--> bootstrap
 *                          |  Runtime API: what to work on, what came of it
 *                          |  proxy: every call it makes, in clear
 *                          +- quiet.js: when it waits for us and for nothing else
 *
 *   decision -> (thawed) program runs -> it waits: for an answer, or for the next invocation (frozen then) -> exchange -> decision
 */
const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');
const channel = require('./channel');
const { Authority } = require('./certificates');
const { Proxy } = require('./proxy');
const { Quiet } = require('./quiet');
const { RuntimeApi } = require('./runtime-api');

const { FROM_KERNEL, send } = channel;
const HOST = '127.0.0.1';
const CERTIFICATES = '/tmp/.tapedeck-ca.pem';
const SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const PLACES = ['/var/task/bootstrap', '/opt/bootstrap'];
const LOG_PIECE = 1 << 18;
/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html: a service's endpoint in clear, so that no certificate is in the way. */
const SERVICES = { DYNAMODB: 'dynamodb', SQS: 'sqs', SNS: 'sns', EVENTBRIDGE: 'events', LAMBDA: 'lambda', S3: 's3', KINESIS: 'kinesis', SFN: 'states', SSM: 'ssm', SECRETS_MANAGER: 'secretsmanager' };

let program;
let exited;

/** What the program is told of its surroundings beside what the kernel gave it. Both spellings: programs differ in which they read. */
function surroundings(environment, api, proxy) {
  const through = `http://${HOST}:${proxy}`;
  const direct = `${HOST},localhost`;
  const own = {
    AWS_LAMBDA_RUNTIME_API: `${HOST}:${api}`,
    HTTP_PROXY: through, HTTPS_PROXY: through, http_proxy: through, https_proxy: through, NO_PROXY: direct, no_proxy: direct,
    SSL_CERT_FILE: CERTIFICATES, AWS_CA_BUNDLE: CERTIFICATES, CURL_CA_BUNDLE: CERTIFICATES, REQUESTS_CA_BUNDLE: CERTIFICATES,
  };
  for (const [service, host] of Object.entries(SERVICES)) {
    own[`AWS_ENDPOINT_URL_${service}`] = `http://${host}.${environment.AWS_REGION}.amazonaws.com`;
  }
  return { ...own, ...environment };
}

function bootstrap() {
  const found = PLACES.find((place) => fs.existsSync(place));
  if (found === undefined) {
    send.raised('Runtime.InvalidEntrypoint', `no bootstrap: the code has no executable file \`${path.basename(PLACES[0])}\` at its root`, '');
  }
  return found;
}

function log(error) {
  return (bytes) => {
    for (let at = 0; at < bytes.length; at += LOG_PIECE) {
      send.log(error, bytes.toString('utf8', at, Math.min(bytes.length, at + LOG_PIECE)));
    }
  };
}

/** Not before there is something to start: by then an earlier process's own lies in /tmp. */
function trust(authority) {
  const system = fs.existsSync(SYSTEM_CERTIFICATES) ? fs.readFileSync(SYSTEM_CERTIFICATES, 'utf8') : '';
  fs.rmSync(CERTIFICATES, { force: true, recursive: true });
  fs.writeFileSync(CERTIFICATES, `${authority.pem}\n${system}`);
}

function start(greeting, api, proxy) {
  const file = bootstrap();
  if (file === undefined) {
    exited = true;
    return;
  }
  program = spawn(file, [], {
    cwd: greeting.taskRoot, env: surroundings(greeting.environment, api, proxy), stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  program.stdout.on('data', log(false));
  program.stderr.on('data', log(true));
  program.on('error', (error) => {
    send.raised('Runtime.InvalidEntrypoint', `\`${file}\` cannot be started: ${error.message}`, '');
    exited = true;
  });
  // after the last of its output
  program.on('close', (code, signal) => {
    send.exit(signal === null ? code : 128 + (require('os').constants.signals[signal] ?? 0));
    process.reallyExit(0);
  });
}

/** Its whole process group: Lambda freezes between invocations, and whatever it left running with it. */
function signal(name) {
  if (program?.pid !== undefined && program.exitCode === null && program.signalCode === null) {
    try {
      process.kill(-program.pid, name);
    } catch (error) {
      // it has gone meanwhile; `close` tells
    }
  }
}

/** Every frame begins with the clock; what is left of the invocation's time is all that a proxied program is told of it. */
function remainingMillis(frame, wallMillis) {
  return frame.f64() - wallMillis;
}

async function main() {
  const greeting = channel.readGreeting();
  const authority = new Authority();
  const api = new RuntimeApi(send);
  const proxy = new Proxy(send, authority);
  const ports = await Promise.all([api.listen(HOST), proxy.listen(HOST)]);
  const quiet = new Quiet(process.pid);
  channel.sendHello(`bridge ${process.version}`);
  for (;;) {
    const frame = channel.exchange(Infinity, Infinity, true, true);
    frame.f64();
    const wallMillis = frame.f64();
    frame.u32();
    frame.f64();
    signal('SIGCONT');
    switch (frame.type) {
      case FROM_KERNEL.START:
        trust(authority);
        start(greeting, ...ports);
        break;
      case FROM_KERNEL.INVOKE: {
        for (let word = 0; word < 4; word++) {
          frame.u32(); // entropy, which nobody here can hand over
        }
        const remaining = remainingMillis(frame, wallMillis);
        api.invoke({ remaining, requestId: frame.sizedText(), functionArn: frame.sizedText(), traceHeader: frame.sizedText(), clientContext: frame.sizedText(),
          event: frame.text() });
        break;
      }
      case FROM_KERNEL.DATA:
        proxy.answer(frame.u32(), frame.u8() === 1, frame.bytes());
        break;
      case FROM_KERNEL.ERROR:
        proxy.fail(frame.u32(), frame.text());
        break;
      default:
        throw new Error(`control channel: no such frame: ${frame.type}`);
    }
    while (!exited && !api.waits() && !(proxy.waits() && await quiet.reached())) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (api.waits()) {
      signal('SIGSTOP');
      await quiet.drained();
    }
  }
}

main();
