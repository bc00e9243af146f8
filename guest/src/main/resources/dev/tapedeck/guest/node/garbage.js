'use strict';
/*
 * When garbage is collected depends on the machine and the hour, so nothing here can see it: what a WeakRef names stays for as long as the WeakRef
 * does, and a FinalizationRegistry never calls back. Both are runs that the language allows.
 */
class StrongRef {
  #target;

  constructor(target) {
    if ((typeof target !== 'object' || target === null) && typeof target !== 'function' && typeof target !== 'symbol') {
      throw new TypeError('WeakRef: target must be an object');
    }
    this.#target = target;
  }

  deref() {
    return this.#target;
  }
}

class SilentRegistry {
  constructor(cleanup) {
    if (typeof cleanup !== 'function') {
      throw new TypeError('FinalizationRegistry: cleanup must be callable');
    }
  }

  register() {}

  unregister() {
    return false;
  }
}

function replace(name, replacement) {
  Object.defineProperty(replacement, 'name', { value: name });
  Object.defineProperty(replacement.prototype, Symbol.toStringTag, { value: name, configurable: true });
  globalThis[name] = replacement;
}

function install() {
  replace('WeakRef', StrongRef);
  replace('FinalizationRegistry', SilentRegistry);
}

module.exports = { install };
