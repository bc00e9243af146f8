/** The description of a system: YAML, its schema and its validation. */
@NullMarked
package dev.tapedeck.blueprint;

import org.jspecify.annotations.NullMarked;
