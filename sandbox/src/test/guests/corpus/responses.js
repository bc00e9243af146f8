'use strict';
// Responses that a framework makes for itself, as those that serve a web application from a function do: dated by the virtual clock, unless dated already.
const http = require('http');
const { Writable } = require('stream');

function spoken(answer) {
  const response = new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1, headers: {} });
  const chunks = [];
  response.assignSocket(new Writable({ write: (chunk, _, done) => done(null, chunks.push(chunk)) }));
  answer(response);
  response.end('body');
  return `${Buffer.concat(chunks)}`;
}

const ANSWERS = {
  none: () => undefined,
  set: (response) => response.setHeader('X-A', '1'),
  object: (response) => response.writeHead(200, { 'X-A': '1' }),
  pairs: (response) => response.writeHead(200, [['X-A', '1'], ['X-A', '2']]),
  list: (response) => response.writeHead(200, ['X-A', '1', 'X-B', '2']),
  both: (response) => response.setHeader('X-A', '1').writeHead(201, { 'X-B': '2' }),
};

const OWN = {
  set: (response) => response.setHeader('date', 'today'),
  object: (response) => response.writeHead(200, { Date: 'today' }),
  list: (response) => response.writeHead(200, ['DATE', 'today']),
  off: (response) => { response.sendDate = false; },
};

exports.handler = async () => {
  const line = `\r\nDate: ${new Date().toUTCString()}\r\n`;
  const dated = Object.entries(ANSWERS).map(([name, answer]) => [name, spoken(answer)]);
  const own = Object.entries(OWN).map(([name, answer]) => [name, spoken(answer)]);
  const wrong = [...dated.filter(([, text]) => text.split(line).length !== 2), ...own.filter(([, text]) => text.includes(line))];
  if (wrong.length > 0) {
    throw new Error(`not dated as Node does it: ${wrong.join()}`);
  }
  return [...dated, ...own];
};
