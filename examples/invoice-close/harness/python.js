'use strict';

const { execFileSync } = require('node:child_process');
const path = require('node:path');

/**
 * One function in Python among those for Node: the program that its instances run, with the recorder for Python, and where its packages
 * lie, which pip fetches into `.cache` once. The interpreter is what PYTHON names, else the newest supported on the PATH.
 */
const HERE = path.join(__dirname, '..');
const ROOT = path.join(HERE, '..', '..');
const RECORDER = path.join(ROOT, 'recorders', 'python');
const CODE = path.join(HERE, 'python');
const FUNCTION = 'settle-payment';
const MINORS = ['3.13', '3.12', '3.11'];

function minorOf(program) {
  try {
    return execFileSync(program, ['-c', "import sys; print('%d.%d' % sys.version_info[:2])"], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** {command, minor} */
function interpreter() {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : [...MINORS.map((minor) => `python${minor}`), 'python3'];
  for (const command of candidates) {
    const minor = minorOf(command);
    if (MINORS.includes(minor)) return { command, minor };
  }
  throw new Error(`none of ${candidates.join(', ')} is a Python ${MINORS.join(', ')}; put one on the PATH, or name one by PYTHON`);
}

function packages(minor, name, requirements) {
  const target = path.join(HERE, '.cache', `python-${minor}`, name);
  execFileSync(path.join(ROOT, 'dev', 'python-packages'), [minor, target, requirements], { stdio: 'inherit' });
  return target;
}

/** `system` with the one function in Python. */
function mixed(system) {
  const { command, minor } = interpreter();
  const paths = [packages(minor, 'packages', path.join(CODE, 'requirements.txt')), RECORDER, packages(minor, 'recorder', path.join(RECORDER, 'requirements.txt'))];
  const program = {
    command,
    args: ['-B', path.join(__dirname, 'instance.py')],
    env: {
      AWS_EXECUTION_ENV: `AWS_Lambda_python${minor}`,
      LAMBDA_TASK_ROOT: CODE,
      PYTHONPATH: [...paths, __dirname].join(':'),
      TAPEDECK_HANDLER: 'settle_payment.handler',
    },
  };
  const own = (definition) => ({ ...definition, Runtime: `python${minor}`, Handler: 'tapedeck_recorder.handler', program });
  return { ...system, functions: system.functions.map((one) => (one.FunctionName === FUNCTION ? own(one) : one)) };
}

/** Where things of this machine would lie in production. */
const PRODUCTION = [[CODE, '/var/task'], [RECORDER, '/opt/python'], [path.join(HERE, '.cache'), '/opt']];

module.exports = { mixed, PRODUCTION };
