'use strict';
// What a process has used so far.
exports.handler = async () => [process.memoryUsage(), process.cpuUsage(), process.resourceUsage()];
