/** Blueprint, cartridge and seed to a recording: matching, bindings, outcome, fidelity. */
@NullMarked
package dev.tapedeck.replay;

import org.jspecify.annotations.NullMarked;
