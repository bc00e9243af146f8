'use strict';
// got: retries with backoff, time-outs of each phase, hooks, pagination, a stream.
const got = require('got');

const failure = (promise) => promise.then(() => 'no error', (error) => `${error.name} ${error.code ?? ''} ${error.event ?? ''}`);

exports.handler = async () => {
  const retried = await got('https://flaky.example.com/', { retry: { limit: 3 }, responseType: 'json' });
  const posted = await got.post('https://api.example.com/got', { json: { a: [1, 2] }, responseType: 'json' });
  const moved = await got('https://moved.example.com/').json();
  let size = 0;
  for await (const chunk of got.stream('https://gzip.example.com/')) {
    size += chunk.length;
  }
  const quick = { retry: 0 };
  return {
    attempts: retried.retryCount, posted: posted.body.body, moved: moved.echo, size, timings: posted.timings.phases.total,
    failures: await Promise.all([failure(got('https://slow.example.com/', { ...quick, timeout: { response: 300 } })), failure(got('https://slow.example.com/', { ...quick, timeout: 200 })),
      failure(got('https://refused.example.com/', quick)), failure(got('https://missing.example.com/', quick)), failure(got('https://reset.example.com/', quick)),
      failure(got('https://status.example.com/404', quick))]),
  };
};
