// One attempt to get out, by Node. Prints `escaped` where it worked, else what stopped it. As a guest's handler it throws what stopped it.
'use strict';
const fs = require('fs');
const path = require('path');

const talked = (socket, token) => new Promise((resolve, reject) => {
  socket.setTimeout(5000, () => reject(new Error('no answer')));
  socket.on('error', reject);
  socket.on('connect', () => socket.write(token));
  socket.on('data', () => { socket.destroy(); resolve(); });
});

function secret(file) {
  if (!fs.readFileSync(file, 'latin1').includes("the host's secret")) throw new Error('another file');
}

const attempts = {
  tcp: (host, port, token) => talked(require('net').connect(Number(port), host), token),
  unix: (name, token) => talked(require('net').connect(name), token),

  // past the modules that hooks can change: the handle that they are made of
  handle: (host, port) => new Promise((resolve, reject) => {
    const { TCP, TCPConnectWrap, constants } = process.binding('tcp_wrap');
    const request = new TCPConnectWrap();
    request.oncomplete = (status) => (status === 0 ? resolve() : reject(new Error('status ' + status)));
    const status = new TCP(constants.SOCKET).connect(request, host, Number(port));
    if (status !== 0) reject(new Error('status ' + status));
  }),

  udp: (host, port, token) => new Promise((resolve, reject) => {
    const client = require('dgram').createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const timer = setTimeout(() => reject(new Error('no answer')), 5000);
    client.on('error', reject);
    client.on('message', () => { clearTimeout(timer); client.close(); resolve(); });
    client.send(token, Number(port), host, (error) => error && reject(error));
  }),

  dns: (server, _, token) => {
    const resolver = new (require('dns').promises.Resolver)({ timeout: 2000, tries: 1 });
    resolver.setServers([server]);
    return resolver.resolve4(token + '.example').catch((error) => {
      // the listener is no name server: an answer that cannot be read has crossed all the same
      if (!/BADRESP|FORMERR|NODATA|SERVFAIL/.test(error.code)) throw error;
    });
  },

  listen: (port) => new Promise((resolve, reject) => {
    const door = require('net').createServer().on('error', reject).listen(Number(port), () => door.close(resolve));
  }),

  inspected: (port) => {
    const inspector = require('inspector');
    inspector.open(Number(port), '127.0.0.1');
    if (!inspector.url()) throw new Error('not listening');
    inspector.close();
  },

  read: (file) => { if (fs.readFileSync(file).length === 0) throw new Error('empty'); },
  secret,
  write: (file) => fs.closeSync(fs.openSync(file, 'a')),
  create: (directory) => { const file = path.join(directory, 'escaped'); fs.writeFileSync(file, ''); fs.unlinkSync(file); },
  device: (file) => fs.closeSync(fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)),
  listed: (directory) => { if (fs.readdirSync(directory).length === 0) throw new Error('empty'); },
  linked: (directory, file) => {
    const link = path.join(directory, 'link.js');
    fs.symlinkSync(file, link);
    try { secret(link); } finally { fs.unlinkSync(link); }
  },

  see: (pid) => { fs.statSync('/proc/' + pid); },
  signal: (pid) => process.kill(Number(pid), 0),
  environ: (pid) => attempts.read('/proc/' + pid + '/environ'),
  root_of: (pid, file) => secret('/proc/' + pid + '/root' + file),
  channel_of: (pid) => fs.closeSync(fs.openSync('/proc/' + pid + '/fd/4', fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)),
  priority: (pid) => require('os').setPriority(Number(pid), require('os').getPriority(Number(pid))),

  variable: (name) => {
    for (const pid of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try { if (fs.readFileSync('/proc/' + pid + '/environ', 'latin1').includes(name)) return; } catch { continue; }
    }
    throw new Error('in no environment');
  },

  descriptor: () => {
    for (const name of fs.readdirSync('/proc/self/fd')) {
      try { if (fs.fstatSync(Number(name)).size === 4242) return; } catch { continue; }
    }
    throw new Error('not among the descriptors');
  },

  superuser: () => { if (process.getuid() !== 0) process.setuid(0); },

  // a child has no hooks unless it wants them
  child: (host, port, token) => new Promise((resolve, reject) => {
    const script = 'exec 3<>/dev/tcp/' + host + '/' + port + '; echo ' + token + ' >&3; head -c 5 <&3';
    require('child_process').execFile('/bin/bash', ['-c', script], (error, said) => {
      if (error || said !== 'hello') reject(error ?? new Error('no answer')); else resolve();
    });
  }),

  worker: (host, port, token) => new Promise((resolve, reject) => {
    const code = `const { parentPort } = require('worker_threads');
      const socket = require('net').connect(${port}, '${host}', () => socket.write('${token}'));
      socket.on('error', (error) => parentPort.postMessage(error.message));
      socket.on('data', () => { socket.destroy(); parentPort.postMessage(''); });`;
    const worker = new (require('worker_threads').Worker)(code, { eval: true });
    worker.on('error', reject);
    worker.on('message', (message) => (message ? reject(new Error(message)) : resolve()));
  }),
};

exports.handler = async ([name, ...given]) => {
  await attempts[name](...given);
  return 'escaped';
};

if (require.main === module) {
  const say = (outcome) => { fs.writeSync(4, outcome); process.exit(); };
  exports.handler(process.argv.slice(2)).then(say, (error) => say(`${error.name ?? 'Error'}: ${error.message}`));
}
