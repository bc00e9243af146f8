'use strict';
// Being told of changes.
exports.handler = async () => {
  try {
    return typeof require('fs').watch('/tmp');
  } catch (error) {
    return error.code;
  }
};
