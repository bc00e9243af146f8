'use strict';
throw new Error('broken at init');
