/** The simulated system: channels, functions, instances, network, stores, faults. */
@NullMarked
package dev.tapedeck.mesh;

import org.jspecify.annotations.NullMarked;
