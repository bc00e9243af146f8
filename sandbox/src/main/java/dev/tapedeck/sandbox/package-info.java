/** Guest processes: staging, fences, the step protocol, endpoints. */
@NullMarked
package dev.tapedeck.sandbox;

import org.jspecify.annotations.NullMarked;
