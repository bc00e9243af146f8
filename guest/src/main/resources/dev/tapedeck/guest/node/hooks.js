'use strict';
/*
 * The hooks, in the order of being put in place: in a guest's own process (index.js) and in those that it starts (child.js).
 */
module.exports = {
  clock: require('./clock'),
  timers: require('./timers'),
  entropy: require('./entropy'),
  webcrypto: require('./webcrypto'),
  files: require('./files'),
  zlib: require('./zlib'),
  offload: require('./offload'),
  sockets: require('./sockets'),
  names: require('./names'),
  output: require('./output'),
  identity: require('./identity'),
  children: require('./children'),
  refusals: require('./refusals'),
  numbers: require('./numbers'),
  garbage: require('./garbage'),
};
