'use strict';
// Nobody's program runs at the moment zero of a clock, and some take it for "never".
const os = require('os');

const MOMENTS = { now: () => performance.now(), uptime: () => process.uptime(), hrtime: () => process.hrtime()[0], bigint: () => process.hrtime.bigint(), up: () => os.uptime() };
const atStart = Object.entries(MOMENTS).map(([name, moment]) => [name, moment()]);

exports.handler = async () => {
  const never = atStart.filter(([, moment]) => moment <= 0);
  const began = performance.timeOrigin + performance.now() - Date.now();
  if (never.length > 0 || Math.abs(began) >= 1) {
    throw new Error(`at the start: ${never.join()}; ${began} ms between performance and Date`);
  }
  return atStart.map(([name, moment]) => `${name} ${moment}`);
};
