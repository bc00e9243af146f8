/** Virtual time, the event queue, choices, seeded entropy and the run digest. */
@NullMarked
package dev.tapedeck.kernel;

import org.jspecify.annotations.NullMarked;
