'use strict';
// A name that Node draws where no hook reaches.
exports.handler = async () => URL.createObjectURL(new Blob(['x'])).startsWith('blob:');
