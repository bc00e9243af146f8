'use strict';
/*
 * Whether a program over which we have no power is at rest: every thread of every process in the fence but ours sleeps, and none has run since the
 * last look. It is a look from outside, and can be wrong; that is why such a replay is called `proxied`.
 */
const fs = require('fs');

const CALM_LOOKS = 3;
const PAUSE_MILLIS = 0.3;

class Quiet {
  #own;

  /** @param own our process id: every other process but the first is the program's */
  constructor(own) {
    this.#own = own;
  }

  /** Whether several looks in a row saw the same rest. */
  async reached() {
    const first = this.#look();
    if (first === undefined) {
      return false;
    }
    for (let calm = 1; calm < CALM_LOOKS; calm++) {
      await pause();
      if (this.#look() !== first) {
        return false;
      }
    }
    return true;
  }

  /** Lets what is already in a pipe or a socket be read. */
  async drained() {
    for (let round = 0; round < CALM_LOOKS; round++) {
      await pause();
    }
  }

  /** How long each thread has run, as one text; undefined where one runs now. */
  #look() {
    const seen = [];
    for (const process of list('/proc').filter((name) => /^\d+$/.test(name) && name !== '1' && Number(name) !== this.#own)) {
      for (const thread of list(`/proc/${process}/task`)) {
        const stat = text(`/proc/${process}/task/${thread}/stat`);
        const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
        if (state === 'R' || state === 'D') {
          return undefined;
        }
        seen.push(`${thread} ${text(`/proc/${process}/task/${thread}/schedstat`) || stat}`);
      }
    }
    return seen.join('\n');
  }
}

function list(directory) {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    return []; // it ended meanwhile
  }
}

function text(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    return '';
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));

module.exports = { Quiet };
