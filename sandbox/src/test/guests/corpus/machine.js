'use strict';
// What a program can learn about where it runs.
const os = require('os');
const v8 = require('v8');

exports.handler = async () => ({
  host: os.hostname(), release: os.release(), version: os.version(), cpus: os.cpus(), memory: [os.totalmem(), os.freemem()], load: os.loadavg(), uptime: os.uptime(),
  user: os.userInfo(), home: os.homedir(), temp: os.tmpdir(), network: os.networkInterfaces(), parallel: os.availableParallelism(),
  pid: [process.pid, process.ppid], uid: process.getuid(), usage: [process.memoryUsage(), process.cpuUsage(), process.resourceUsage(), process.memoryUsage.rss()],
  argv: process.argv, exec: [process.execPath, process.execArgv], cwd: process.cwd(), env: process.env, heap: v8.getHeapStatistics(), file: __filename,
  loop: performance.eventLoopUtilization(), active: process.getActiveResourcesInfo(), umask: process.umask(),
});
