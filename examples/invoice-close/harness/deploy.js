'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** What has to be there before anything runs: packages, and the code in the variant asked for. */
const HERE = path.join(__dirname, '..');
const RECORDER = path.join(HERE, '..', '..', 'recorders', 'node');

/** npm packages of the example and of the recorder, installed where they are missing. */
function install() {
  for (const directory of [HERE, path.join(HERE, 'app'), path.join(HERE, 'ledger-api'), RECORDER]) {
    if (fs.existsSync(path.join(directory, 'node_modules'))) continue;
    console.log(`installing packages of ${path.relative(path.join(HERE, '..', '..'), directory)}`);
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: directory, stdio: 'inherit' });
  }
}

/** The code to run: app/, or a copy with the fixed variants laid over it. */
function deploy(fixed) {
  const app = path.join(HERE, 'app');
  const variants = fixed.includes('all') ? fs.readdirSync(path.join(HERE, 'fixed')) : fixed;
  if (variants.length === 0) return app;
  const target = path.join(HERE, '.cache', `app-${process.pid}`);
  fs.cpSync(app, target, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  fs.symlinkSync(path.join(app, 'node_modules'), path.join(target, 'node_modules'));
  for (const name of variants) fs.cpSync(path.join(HERE, 'fixed', name), target, { recursive: true });
  return target;
}

module.exports = { HERE, RECORDER, install, deploy };
