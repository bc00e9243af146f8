'use strict';
// Two timers of one segment, and one of a later segment.
const loaded = performance.now();

exports.handler = async () => {
  const seen = [];
  const after = (millis) => new Promise((resolve) => setTimeout(() => resolve(seen.push(`${millis}@${performance.now() - loaded}`)), millis));
  await Promise.all([after(10).then(() => after(1)), after(12)]);
  return seen;
};
