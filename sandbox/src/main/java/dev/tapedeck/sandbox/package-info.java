/** Guest processes: staging, the fence, the step protocol, HTTP as steps. */
@NullMarked
package dev.tapedeck.sandbox;

import org.jspecify.annotations.NullMarked;
