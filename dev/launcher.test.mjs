// The launcher on a checkout of its own: what it says, when it builds, and what it makes of a build that was cut short.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const left = new Set(['.git', '.tapedeck', 'target', 'node_modules', 'examples', 'docs']);
const module = '  [2/';
let root;

before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'tapedeck-launcher-'));
  fs.cpSync(here, root, { recursive: true, filter: (from) => !left.has(path.basename(from)) });
});

after(() => fs.rmSync(root, { recursive: true, force: true }));

/** Starts the launcher; `until` is called with what it said so far and may end its whole process group. */
function start(args, { until, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(root, 'tapedeck'), args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let out = '', err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => {
      err += data;
      if (until?.(err)) process.kill(-child.pid, 'SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const state = (...names) => path.join(root, '.tapedeck', ...names);
const source = (name) => path.join(root, 'kernel', 'src', 'main', 'java', 'dev', 'tapedeck', 'kernel', name);
const leftovers = () => [...fs.readdirSync(state()), ...fs.readdirSync(state('builds'))].filter((name) => /building|\.part|\.new|stamp/.test(name));

test('two first uses at once: one builds, the other waits, both answer', async () => {
  const both = await Promise.all([start(['--version']), start(['--version'])]);
  for (const { code, out } of both) {
    assert.equal(code, 0);
    assert.match(out, /^tapedeck \d+\.\d+\.\d+\n$/);
  }
  assert.equal(both.filter(({ err }) => err.includes(module)).length, 1);
  assert.equal(both.filter(({ err }) => err.includes('waiting for it')).length, 1);
  assert.deepEqual(leftovers(), []);
});

test('a later start says nothing of its own', async () => {
  const { code, out, err } = await start(['--help']);
  assert.equal(code, 0);
  assert.equal(err, '');
  assert.match(out, /^Usage: tapedeck/);
});

// The processor time a start takes is the most it lasts on a quiet machine; either may prove it, since machines are shared.
// The goal of 250 ms is measured by dev/bench; what this catches is a start that builds, hashes or goes without its cache.
test('a later start is quick, and starts from the cache', async () => {
  const cached = await start(['--version'], { env: { TAPEDECK_JAVA_OPTS: '-XX:AOTMode=on' } });
  assert.equal(cached.code, 0, cached.err);

  let best = Infinity;
  for (let run = 0; run < 40 && best >= 400; run++) {
    const time = spawnSync('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time ./tapedeck --help >/dev/null'], { cwd: root, encoding: 'utf8' });
    const [real, user, system] = time.stderr.trim().split(' ').map((seconds) => seconds * 1000);
    best = Math.min(best, real, user + system);
  }
  assert.ok(best < 400, `best of 40 was ${best} ms`);
});

test('a demo leaves a cache behind that later starts take over, unless it is cut short', async () => {
  const build = state('builds', fs.readFileSync(state('current'), 'utf8').trim());
  const caches = () => fs.readdirSync(build).filter((name) => name.startsWith('work.')).sort();
  const over = spawnSync('true').pid;
  fs.writeFileSync(path.join(build, `work.${over}.aot`), 'cut short');
  fs.writeFileSync(path.join(build, `work.${over}.aot.config`), 'cut short');

  const first = await start(['demo', '--no-such-option']);
  assert.equal(first.code, 2);
  assert.match(first.err, /keeping what this demo loads/);
  const [learnt] = caches();
  assert.match(learnt, /^work\.\d+\.aot$/);
  assert.notEqual(learnt, `work.${over}.aot`);

  const second = await start(['demo', '--no-such-option'], { env: { TAPEDECK_JAVA_OPTS: '-XX:AOTMode=on' } });
  assert.equal(second.code, 2, second.err);
  assert.doesNotMatch(second.err, /keeping/);
  assert.deepEqual(caches(), ['work.aot']);
});

test('sources that were touched but not changed are not built again', async () => {
  fs.utimesSync(source('package-info.java'), new Date(), new Date());
  const { code, err } = await start(['--version']);
  assert.equal(code, 0);
  assert.equal(err, '');
});

test('a source that does not compile is shown, and nothing old is started', async () => {
  fs.writeFileSync(source('Broken.java'), 'package dev.tapedeck.kernel;\n\nclass Broken {\n');
  const { code, out, err } = await start(['--version']);
  assert.equal(code, 4);
  assert.equal(out, '');
  assert.match(err, /Broken\.java:\[3,/);
  assert.match(err, /the build failed; the whole of it is in \.tapedeck\/build\.log/);
  fs.rmSync(source('Broken.java'));
});

test('a build killed midway is found and begun anew', async () => {
  fs.writeFileSync(source('Added.java'), 'package dev.tapedeck.kernel;\n\nclass Added {}\n');
  const killed = await start(['--version'], { until: (err) => err.includes('  [5/') });
  assert.notEqual(killed.code, 0);
  const { code, out, err } = await start(['--version']);
  assert.equal(code, 0);
  assert.match(out, /^tapedeck /);
  assert.match(err, /the last build was cut short; building anew/);
  assert.deepEqual(leftovers(), []);
  fs.rmSync(source('Added.java'));
});

test('without a JDK 25 it says where it looked', async () => {
  const { code, err } = await start(['--version'], { env: { TAPEDECK_JDK: '/nowhere' } });
  assert.equal(code, 4);
  assert.match(err, /error: TAPEDECK_JDK is `\/nowhere`, which is not a JDK 25/);
});
