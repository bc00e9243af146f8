'use strict';
exports.handler = async ({ count }) => {
  for (let i = 0; i < count; i++) {
    await (await fetch('https://api.example.com/')).text();
  }
};
