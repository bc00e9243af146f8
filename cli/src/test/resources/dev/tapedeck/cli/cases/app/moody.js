'use strict';

if (Math.random() < 0.5) throw new Error('not in the mood');

/** Answers, once its module could be loaded. */
exports.handler = async () => ({ statusCode: 200 });
