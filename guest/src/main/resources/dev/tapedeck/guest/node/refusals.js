'use strict';
/*
 * What no hook can make deterministic. Other processes and threads, servers and datagrams would escape the kernel: refused by name. Keys and
 * signatures drawn inside OpenSSL, other realms and native code are only different from run to run: done, and reported by name.
 */
const childProcess = require('child_process');
const workerThreads = require('worker_threads');
const cluster = require('cluster');
const dgram = require('dgram');
const fs = require('fs');
const net = require('net');
const vm = require('vm');
const crypto = require('crypto');
const { uncontrolled, refuse } = require('./report');

function refuseAll(target, module, names) {
  for (const name of names) {
    target[name] = function () {
      return refuse(`${module}.${name}`);
    };
  }
}

/** Runs as it is, and is reported where `when` holds of the arguments. */
function reportAlso(target, name, label, when = () => true) {
  const original = target[name];
  if (typeof original !== 'function') {
    return;
  }
  const reporting = function (...args) {
    if (when(...args)) {
      uncontrolled(label);
    }
    return new.target ? Reflect.construct(original, args) : original.apply(this, args);
  };
  target[name] = Object.assign(reporting, original);
}

/** Whether Node's own code made the call that is looked into: the fourth frame from here. */
function calledByNode() {
  return /^\s*at (.*\()?node:/.test(new Error().stack.split('\n')[4] ?? '');
}

function keyTypeOf(key) {
  try {
    return crypto.createPrivateKey(key).asymmetricKeyType;
  } catch {
    return undefined;
  }
}

/** Whether a signature with this key has something random in it. */
function drawsToSign(key) {
  const padding = key?.padding;
  return ['ec', 'dsa', 'rsa-pss'].includes(keyTypeOf(key?.type === 'private' ? key.export({ type: 'pkcs8', format: 'pem' }) : key?.key ?? key))
    || padding === crypto.constants.RSA_PKCS1_PSS_PADDING;
}

function installCrypto() {
  reportAlso(crypto, 'generateKeyPair', 'crypto.generateKeyPair');
  reportAlso(crypto, 'generateKeyPairSync', 'crypto.generateKeyPairSync');
  reportAlso(crypto, 'generatePrime', 'crypto.generatePrime');
  reportAlso(crypto, 'generatePrimeSync', 'crypto.generatePrimeSync');
  reportAlso(crypto, 'publicEncrypt', 'crypto.publicEncrypt');
  reportAlso(crypto, 'sign', 'crypto.sign with a key whose signatures are random', (algorithm, data, key) => drawsToSign(key));
  reportAlso(crypto.Sign.prototype, 'sign', 'crypto.createSign with a key whose signatures are random', drawsToSign);
  reportAlso(crypto.ECDH.prototype, 'generateKeys', 'crypto.createECDH');
  reportAlso(crypto.DiffieHellman.prototype, 'generateKeys', 'crypto.createDiffieHellman');
}

function install() {
  refuseAll(childProcess, 'child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
  refuseAll(cluster, 'cluster', ['fork']);
  refuseAll(dgram, 'dgram', ['createSocket']);
  refuseAll(fs, 'fs', ['watch', 'watchFile']);
  refuseAll(net.Server.prototype, 'net.Server', ['listen']);
  workerThreads.Worker = class Worker {
    constructor() {
      refuse('worker_threads.Worker');
    }
  };
  refuseHttp2();
  installCrypto();
  for (const name of ['createContext', 'runInNewContext']) {
    reportAlso(vm, name, `vm.${name}`, () => !calledByNode());
  }
  for (const name of ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream']) {
    reportAlso(fs, name, 'a file of the kernel under /proc, /sys or /dev', (path) => /^\/(proc|sys|dev\/u?random)\b/.test(String(path)));
  }
  reportAlso(process, 'dlopen', 'a native addon');
}

/** Loaded only when asked for, since it takes a while. */
function refuseHttp2() {
  const Module = require('module');
  const { _load: load } = Module;
  Module._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest);
    if (request === 'http2' || request === 'node:http2') {
      refuseAll(loaded, 'http2', ['connect', 'createServer', 'createSecureServer']);
      Module._load = load;
    }
    return loaded;
  };
}

module.exports = { install };
