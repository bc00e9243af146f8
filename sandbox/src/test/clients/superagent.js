'use strict';
// superagent: retries, time-outs, a multipart body with a drawn boundary, a redirect.
const superagent = require('superagent');

const failure = (promise) => promise.then(() => 'no error', (error) => `${error.code ?? error.status} ${error.timeout ?? ''}`);

exports.handler = async () => {
  const posted = await superagent.post('https://api.example.com/super').send({ a: 1 }).set('x-own', 'yes').query({ q: 'ä' });
  const uploaded = await superagent.post('https://api.example.com/upload').field('name', 'value').attach('file', Buffer.from('content'), 'file.txt');
  const agent = superagent.agent();
  return {
    posted: posted.body, uploaded: uploaded.status, retried: (await superagent.get('https://flaky.example.com/').retry(3)).status,
    moved: (await agent.get('https://moved.example.com/')).redirects, zipped: (await agent.get('https://gzip.example.com/')).body,
    failures: await Promise.all([failure(agent.get('https://slow.example.com/').timeout({ response: 120 })), failure(agent.get('https://slow.example.com/').timeout({ deadline: 90 })),
      failure(agent.get('https://refused.example.com/')), failure(agent.get('https://reset.example.com/')), failure(agent.get('https://status.example.com/500'))]),
  };
};
