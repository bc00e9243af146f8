'use strict';
// Loaded ahead of the hooks: says whether V8 took what was compiled of them.
const fs = require('fs');
const vm = require('vm');

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    fs.writeSync(2, options.cachedData === undefined ? 'not compiled' : this.cachedDataRejected ? 'rejected' : 'taken');
  }
};
