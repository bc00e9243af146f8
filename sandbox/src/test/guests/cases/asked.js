'use strict';
// What another function is asked: a number twice over, after a while, or one of the ways to fail.
exports.handler = async ({ n, ms, how }, context) => {
  if (ms) await new Promise((resolve) => setTimeout(resolve, ms));
  if (how === 'throw') throw new RangeError('asked too much');
  if (how === 'exit') process.exit(3);
  if (how === 'tell') return context.clientContext;
  return { twice: 2 * n, arn: context.invokedFunctionArn };
};
