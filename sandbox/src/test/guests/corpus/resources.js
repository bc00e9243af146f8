'use strict';
// Figures of the process and the machine under work: none may show how long anything really took.
const os = require('os');
const { performance } = require('perf_hooks');

exports.handler = async () => {
  const before = [process.cpuUsage(), process.resourceUsage(), process.memoryUsage(), process.hrtime.bigint()];
  let sum = 0;
  for (let i = 0; i < 3e6; i++) {
    sum += Math.sqrt(i);
  }
  const hoard = Array.from({ length: 2e5 }, (_, i) => ({ i }));
  return {
    sum: Math.round(sum), kept: hoard.length, cpu: process.cpuUsage(before[0]), usage: process.resourceUsage(), memory: process.memoryUsage().heapUsed - before[2].heapUsed,
    took: String(process.hrtime.bigint() - before[3]), since: process.hrtime([0, 0]).length, load: os.loadavg(), free: os.freemem(), cpus: os.cpus(), up: os.uptime(),
    available: process.availableMemory?.(), thread: process.threadCpuUsage?.(), report: typeof process.report, title: process.title, versions: Object.keys(process.versions).length > 3,
    release: process.release.name, features: typeof process.features, idle: performance.eventLoopUtilization().utilization, cwd: process.cwd(), umask: process.umask(), pid: process.pid,
  };
};
