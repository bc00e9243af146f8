'use strict';
// Other realms, which have a clock of their own.
const vm = require('vm');

exports.handler = async () => [vm.runInNewContext('Date.now()'), new vm.Script('Math.random()').runInNewContext(), vm.runInContext('1', vm.createContext({}))];
