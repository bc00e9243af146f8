'use strict';
/*
 * What a program can learn about its machine is the same on every machine. The values are those of a small Lambda sandbox; a control test changes
 * them one by one through the greeting's `constants`. Node's version and the processor's architecture stay as they are: they decide what code runs.
 */
const os = require('os');
const v8 = require('v8');

const MIB = 1024 * 1024;

const DEFAULTS = {
  hostname: '169.254.10.1', release: '5.10.0', version: '#1 SMP', cpus: 2, pid: 8, ppid: 1,
  user: 'sbx_user1051', uid: 993, gid: 990,
};

const constantly = (value) => () => value;

function replaceOs(constants, totalBytes) {
  const cpu = { model: 'cpu', speed: 2500, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
  const user = { uid: constants.uid, gid: constants.gid, username: constants.user, homedir: '/home/sbx_user1051', shell: null };
  const values = {
    hostname: constants.hostname, release: constants.release, version: constants.version, type: 'Linux', totalmem: totalBytes, freemem: Math.floor(totalBytes / 2), loadavg: [0, 0, 0],
    availableParallelism: constants.cpus, homedir: user.homedir, tmpdir: '/tmp', networkInterfaces: {}, endianness: 'LE', getPriority: 0,
  };
  for (const [name, value] of Object.entries(values)) {
    os[name] = constantly(value);
  }
  os.cpus = () => Array.from({ length: constants.cpus }, () => ({ ...cpu, times: { ...cpu.times } }));
  os.userInfo = () => ({ ...user });
}

function replaceProcess(constants, totalBytes) {
  const fixed = { pid: constants.pid, title: '/var/lang/bin/node', execPath: '/var/lang/bin/node',
    argv: ['/var/lang/bin/node', '/var/runtime/index.js'], execArgv: [] };
  for (const [name, value] of Object.entries(fixed)) {
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  }
  Object.defineProperty(process, 'ppid', { configurable: true, enumerable: true, get: constantly(constants.ppid) });
  const memory = { rss: Math.floor(totalBytes / 4), heapTotal: 32 * MIB, heapUsed: 16 * MIB, external: 2 * MIB, arrayBuffers: MIB / 4 };
  process.memoryUsage = Object.assign(() => ({ ...memory }), { rss: constantly(memory.rss) });
  process.availableMemory = process.constrainedMemory = constantly(totalBytes);
  process.cpuUsage = process.threadCpuUsage = () => ({ user: 0, system: 0 });
  const usage = ['userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize', 'unsharedStackSize', 'minorPageFault', 'majorPageFault',
    'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount', 'voluntaryContextSwitches', 'involuntaryContextSwitches'];
  process.resourceUsage = () => Object.fromEntries(usage.map((name) => [name, 0]));
  for (const id of ['getuid', 'geteuid']) {
    process[id] = constantly(constants.uid);
  }
  for (const id of ['getgid', 'getegid']) {
    process[id] = constantly(constants.gid);
  }
  process.getgroups = () => [constants.gid];
  process.getActiveResourcesInfo = () => [];
}

function replaceHeapStatistics(totalBytes) {
  const { getHeapStatistics } = v8;
  const names = Object.keys(getHeapStatistics());
  v8.getHeapStatistics = () => Object.fromEntries(names.map((name) => [name, name === 'heap_size_limit' ? totalBytes : 16 * MIB]));
  v8.getHeapSpaceStatistics = () => [];
}

/** Node 21 and later have the browser's way to ask. */
function replaceNavigator(constants) {
  if (typeof navigator === 'object') {
    Object.defineProperty(Object.getPrototypeOf(navigator), 'hardwareConcurrency', { configurable: true, enumerable: true, get: constantly(constants.cpus) });
  }
}

function install(greeting) {
  const constants = { ...DEFAULTS, ...greeting.constants };
  const totalBytes = greeting.memoryMegabytes * MIB;
  replaceOs(constants, totalBytes);
  replaceProcess(constants, totalBytes);
  replaceHeapStatistics(totalBytes);
  replaceNavigator(constants);
}

module.exports = { install };
