'use strict';
// A look from outside: how long what took.
const inspector = require('inspector');

exports.handler = async () => {
  const session = new inspector.Session();
  session.connect();
  session.disconnect();
  try {
    inspector.open(0);
    return 'opened';
  } catch (error) {
    return error.code;
  }
};
