'use strict';
// What cannot be read.
exports.handler = async () => {
