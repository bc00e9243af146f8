'use strict';
// The rest of performance: observers, wrapped functions, histograms, the loop's own figures.
const { performance, PerformanceObserver, createHistogram, monitorEventLoopDelay } = require('perf_hooks');
const { setTimeout: sleep } = require('timers/promises');

exports.handler = async () => {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries().map(({ name, startTime, duration }) => [name, startTime, duration])));
  observer.observe({ entryTypes: ['mark', 'measure', 'function'] });
  const work = performance.timerify(function work() {
    return [...Array(1000).keys()].length;
  });
  work();
  performance.mark('begin');
  await sleep(17);
  performance.measure('waited', 'begin');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const histogram = createHistogram();
  histogram.record(5);
  await sleep(50);
  delay.disable();
  histogram.recordDelta();
  observer.disconnect();
  return { entries, delay: [delay.min, delay.max, delay.mean, delay.count], histogram: [histogram.count, histogram.max], loop: performance.eventLoopUtilization(),
    json: performance.toJSON().timeOrigin === performance.timeOrigin, node: performance.nodeTiming.duration };
};
